import { expect, test } from 'vitest'
import { carriesKey } from './carries-key.ts'
import { hashOf, newKey } from './key-secret.ts'

const platform = { adminKeyHash: hashOf('chosen by the administrator'.replaceAll(' ', '-')) }

test.each([
  `Bearer ${newKey()}`,
  `bearer   ${newKey()}`,
  newKey(),
  `Token ${newKey()}`,
  `Bearer mine,Bearer ${newKey()}`,
  'Bearer alc_cut-off',
  'Bearer chosen-by-the-administrator',
  'Bearer mine, Bearer chosen-by-the-administrator',
])('%s carries a key', (authorization) => {
  expect(carriesKey(platform, authorization)).toBe(true)
})

test.each(['', 'Bearer mine', 'Basic dXNlcjpwYXNz', 'Bearer calc_1', 'Bearer my-alc_1', 'Bearer'])(
  '%j carries none',
  (authorization) => {
    expect(carriesKey(platform, authorization)).toBe(false)
    expect(carriesKey({ adminKeyHash: null }, authorization)).toBe(false)
  },
)
