import { expect, test } from 'vitest'
import { buildShare } from './share.ts'

test.for([
  ['a large machine', 65_536, 2, 1024, 512],
  ['one that has just enough for two builds', 12_288, 2, 1024, 512],
  ['one that has enough for one', 8192, 1, 1024, 512],
  ['a small one', 4096, 1, 512, 256],
  ['one too small for it', 1024, 1, 512, 192],
] as const)('of %s', ([, machineMb, atATime, buildMb, bundleMb]) => {
  const { builds, bundles, totalMb } = buildShare(machineMb)
  expect(builds).toEqual({ atATime, memoryMb: buildMb })
  expect(bundles).toEqual({ atATime: 2, memoryMb: bundleMb })
  expect(totalMb).toBe(atATime * buildMb + 2 * bundleMb + 96)
})
