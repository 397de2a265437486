import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestPlatform, type TestPlatform } from '../testing/index.ts'
import { bareArray, textArray } from './array-literal.ts'
import { cleanText } from './clean-text.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await openTestPlatform()
})
afterAll(() => platform.close())

test('PostgreSQL reads back any text that was cleaned, element by element', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('NULL', '{}', '"', '\\', ',', '', ' a ', null))
  await fc.assert(
    fc.asyncProperty(fc.array(text), async (values) => {
      const cleaned = values.map((value) => (value === null ? null : cleanText(value)))
      const { rows } = await platform.pool.query('select $1::text[] as read', [textArray(cleaned)])
      expect(rows).toEqual([{ read: cleaned }])
    }),
    { numRuns: 200 },
  )
})

test('numbers and nulls go bare', async () => {
  const values = [1.5, null, -3, 1e-7, 1e21]
  const { rows } = await platform.pool.query('select $1::float8[] as read', [bareArray(values)])
  expect(rows).toEqual([{ read: values }])
})
