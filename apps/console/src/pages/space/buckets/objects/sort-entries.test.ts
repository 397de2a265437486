import { expect, test } from 'vitest'
import { sortEntries } from './sort-entries.ts'

const object = (key: string, bytes: number, day: number) => ({
  key,
  object: {
    key,
    bytes,
    etag: key,
    contentType: 'text/plain',
    metadata: {},
    updatedAt: `2027-03-0${day}T00:00:00Z`,
    updatedBy: null,
  },
})
const ENTRIES = [
  { key: 'b/', object: null },
  { key: 'a/', object: null },
  object('c', 5, 1),
  object('e', 5, 3),
  object('d', 9, 2),
]

test.each([
  [undefined, 'b/ a/ c e d'],
  ['size', 'a/ b/ c e d'],
  ['-size', 'a/ b/ d c e'],
  ['modified', 'a/ b/ c d e'],
  ['-modified', 'a/ b/ e d c'],
] as const)('sorts by %s, folders first', (sort, keys) => {
  expect(
    sortEntries(ENTRIES, sort)
      .map(({ key }) => key)
      .join(' '),
  ).toBe(keys)
})
