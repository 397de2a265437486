import { expect, test } from 'vitest'
import { mustWait, SpaceLoads } from './space-loads.ts'

const most = { entries: 100, bytes: 1_000 }

test.each([
  ['the only space, once it has filled all there is', { entries: 100, bytes: 0 }, 1, true],
  ['the only space before', { entries: 99, bytes: 999 }, 1, false],
  ['one of four with its share', { entries: 25, bytes: 0 }, 4, true],
  ['one of four with less than its share', { entries: 24, bytes: 249 }, 4, false],
  ['one of four with few but large records', { entries: 2, bytes: 250 }, 4, true],
  ['one of none that wait yet', { entries: 100, bytes: 0 }, 0, true],
])('%s: %j of %i → %s', (_, own, spaces, waits) => {
  expect(mustWait(own, spaces, most)).toBe(waits)
})

test('loads of batches add up, and end with them', () => {
  const batch = new SpaceLoads()
  for (const [space, bytes] of [
    ['a', 5],
    ['a', 6],
    ['b', 7],
    ['a', 8],
  ] as const)
    batch.add(space, bytes)
  const all = new SpaceLoads()
  all.merge(batch, 1)
  all.merge(batch, 1)
  expect([all.of('a'), all.of('b'), all.of('c'), all.size]).toEqual([
    { entries: 6, bytes: 38 },
    { entries: 2, bytes: 14 },
    undefined,
    2,
  ])
  all.merge(batch, -1)
  all.merge(batch, -1)
  expect(all.size).toBe(0)
})
