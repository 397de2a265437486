import { DEFAULT_SCALING, type RightSizing } from '@alcove/contract'
import { expect, test } from 'vitest'
import { adjustment } from './adjust-sizes.ts'

const current = { memoryMb: 512, cpus: null, scaling: { ...DEFAULT_SCALING, maxInstances: 5 } }
const bounds = { memoryMb: { min: 256, max: 1024 }, minInstances: { min: 0, max: 2 } }
const advice = (recommended: Partial<RightSizing['recommended']>, enough = true) =>
  ({ enough, recommended: { memoryMb: 512, cpus: 2, minInstances: 0, ...recommended } }) as RightSizing

test.for([
  ['memory down to the bound, with the processor share it comes with', { memoryMb: 128, cpus: 0.5 }, 256, null, 0],
  ['memory up to the bound', { memoryMb: 4096, cpus: 16 }, 1024, null, 0],
  ['a processor share up to what the most memory comes with', { memoryMb: 512, cpus: 9 }, 512, 4, 0],
  ['and down to what the least comes with', { memoryMb: 512, cpus: 0.2 }, 512, 1, 0],
  ['instances up to the bound', { minInstances: 4 }, 512, null, 2],
] as const)('follows %s', ([, recommended, memoryMb, cpus, minInstances]) => {
  expect(adjustment(current, advice(recommended), bounds)).toEqual({ memoryMb, cpus, scaling: { minInstances } })
})

test('keeps a processor share that its owner set and that fits', () => {
  const own = { ...current, cpus: 8 }
  expect(adjustment(own, advice({ cpus: 8 }), bounds)).toBeNull()
  expect(adjustment(own, advice({ cpus: 8, memoryMb: 300 }), bounds)).toMatchObject({ memoryMb: 300, cpus: 8 })
})

test('changes nothing when nothing has to change, or there are too few measurements', () => {
  expect(adjustment(current, advice({}), bounds)).toBeNull()
  expect(adjustment(current, advice({ memoryMb: 64 }, false), bounds)).toBeNull()
})
