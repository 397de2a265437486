import { expect, test } from 'vitest'
import { recommend, type Measured } from './recommend.ts'

const DAY = 24 * 3600

type Given = Partial<Omit<Measured, 'evidence' | 'current'>> & {
  current?: Partial<Measured['current']>
  evidence?: Partial<Measured['evidence']>
}

/** A day of 14,400 calls of 50 ms that use half a core and 100 of 128 MB. */
function measured({ current, evidence, ...rest }: Given = {}): Measured {
  return {
    rangeSeconds: DAY,
    current: { memoryMb: 128, cpus: null, minInstances: 0, maxInstances: 20, concurrency: 1, ...current },
    evidence: {
      invocations: 14_400,
      callsPerMinute: { average: 10, peak: 30 },
      peakConcurrency: 4,
      peakMemoryMb: { p50: 90, p99: 99, max: 100 },
      durationMs: { p50: 50, p95: 60 },
      coldStarts: 10,
      outOfMemory: 0,
      bytesIn: 100,
      bytesOut: 100,
      ...evidence,
    },
    memoryCalls: 2_000,
    exhaustedMb: null,
    durationSumMs: 14_400 * 50,
    activeMinutes: 1440,
    coresUsed: 0.3,
    ...rest,
  }
}
const advice = (given: Given) => recommend(measured(given)).recommended
const settings = (given: Given) => recommend(measured(given)).reasons.map(({ setting }) => setting)

test('a size that fits stays, without reasons', () => {
  const { enough, current, recommended, reasons, effect } = recommend(measured())
  expect({ enough, reasons }).toEqual({ enough: true, reasons: [] })
  expect(recommended).toEqual(current)
  expect(effect.gbSeconds.recommended).toBe(effect.gbSeconds.current)
  expect(effect.durationFactor).toBe(1)
})

test('too few calls give no advice', () => {
  const result = recommend(measured({ evidence: { invocations: 49, outOfMemory: 9 } }))
  expect(result).toMatchObject({ enough: false, reasons: [], recommended: result.current })
})

test.for([
  ['memory that nobody uses goes', { current: { memoryMb: 1024 } }, 128],
  ['a peak close to the limit asks for more', { current: { memoryMb: 128 }, evidence: peak(127) }, 160],
  ['two steps more or less are not worth a change', { current: { memoryMb: 144 }, evidence: peak(92) }, 144],
  ['calls that ran out of memory ask for half as much again', { evidence: { outOfMemory: 2 }, exhaustedMb: 128 }, 192],
  ['what was not enough stays ruled out', { current: { memoryMb: 1024 }, exhaustedMb: 128 }, 192],
  ['what was not enough before is no reason to ask for more', { current: { memoryMb: 160 }, exhaustedMb: 128 }, 160],
  ['a size that was enough since is not raised again and again', { ...peakOf(150, 192), exhaustedMb: 128 }, 192],
  ['few calls are no proof that less would do', { current: { memoryMb: 1024 }, memoryCalls: 299 }, 1024],
  ['but they can show that it is too little', { evidence: peak(127), memoryCalls: 50 }, 160],
  ['never below the least there is', { current: { memoryMb: 512 }, evidence: peak(9) }, 64],
  [
    'never above the most there is',
    { current: { memoryMb: 4096 }, evidence: { ...peak(4000), outOfMemory: 1 }, exhaustedMb: 4096 },
    4096,
  ],
  ['unmeasured memory stays as it is', { current: { memoryMb: 1024 }, evidence: peak(null) }, 1024],
] as const)('memory: %s', ([, given, memoryMb]) => {
  expect(advice(given).memoryMb).toBe(memoryMb)
})

test.for([
  ['calls that use all they have get half as much again', { coresUsed: 0.5 }, 0.8],
  ['less memory does not take away the cores in use', { current: { memoryMb: 1024 }, coresUsed: 2 }, 2.5],
  ['unused cores go with the memory', { current: { memoryMb: 1024 }, coresUsed: 0.2 }, 0.5],
  ['what was not measured follows the memory', { current: { memoryMb: 1024 }, coresUsed: null }, 0.5],
  ['a share set by hand stays while nothing is measured', { current: { cpus: 3 }, coresUsed: null }, 3],
  ['and while it is about right', { current: { cpus: 0.8 }, coresUsed: 0.55 }, 0.8],
  ['and goes when it is far more than is used', { current: { cpus: 3 }, coresUsed: 0.2 }, 0.5],
] as const)('cpus: %s', ([, given, cpus]) => {
  expect(advice(given).cpus).toBe(cpus)
})

test.for([
  ['few starts ask for nothing', {}, 0],
  ['many starts at many calls ask for one', { evidence: { coldStarts: 1000 } }, 1],
  ['and for as many as are busy on average', { evidence: { coldStarts: 1000 }, durationSumMs: 3.2 * 1440 * 60_000 }, 4],
  [
    'but not for more than there may be',
    { current: { maxInstances: 2 }, evidence: { coldStarts: 1000 }, durationSumMs: 3.2 * 1440 * 60_000 },
    2,
  ],
  [
    'and each of them may work on several calls',
    { current: { concurrency: 10 }, evidence: { coldStarts: 1000 }, durationSumMs: 32 * 1440 * 60_000 },
    4,
  ],
  ['more than were ever at work at a time go', { current: { minInstances: 9 } }, 4],
  [
    'counted in instances, not in calls',
    { current: { minInstances: 9, concurrency: 20 }, evidence: { peakConcurrency: 60 } },
    3,
  ],
  ['a higher minimum stays', { current: { minInstances: 3 }, evidence: { coldStarts: 1000 } }, 3],
  [
    'starts of a function that is seldom called are no reason',
    { evidence: { invocations: 60, coldStarts: 60, callsPerMinute: { average: 0.04, peak: 1 } } },
    0,
  ],
  [
    'instances kept ready for less than a call an hour go',
    { current: { minInstances: 2 }, evidence: { invocations: 51, callsPerMinute: { average: 0.01, peak: 1 } } },
    0,
  ],
] as const)('instances: %s', ([, given, minInstances]) => {
  expect(advice(given).minInstances).toBe(minInstances)
})

test('every change has a reason, and only changes have one', () => {
  expect(settings({ current: { cpus: 3 }, coresUsed: 0.2 })).toEqual(['cpus'])
  expect(settings({ current: { minInstances: 9 } })).toEqual(['minInstances'])
  const most = { memoryMb: 4096, cpus: 16 }
  expect(settings({ current: most, evidence: { outOfMemory: 1 }, exhaustedMb: 4096, coresUsed: 16 })).toEqual([])
  expect(settings({ current: { memoryMb: 1024 }, coresUsed: 2, evidence: { coldStarts: 1000 } })).toEqual([
    'memoryMb',
    'cpus',
    'minInstances',
  ])
  expect(settings({})).toEqual([])
})

test('the effect counts the memory saved and the instances kept ready', () => {
  const { effect } = recommend(
    measured({ current: { memoryMb: 1024 }, coresUsed: 0.2, evidence: { coldStarts: 1000 } }),
  )
  // 720 s of calls in 1 GB, against the same calls in an eighth of it with one instance kept ready all day.
  expect(effect.gbSeconds.current).toBe(720)
  expect(effect.gbSeconds.recommended).toBe(720 / 8 + DAY / 8)
  expect(effect.coldStartShare.current).toBeCloseTo(1000 / 14_400)
  expect(effect.coldStartShare.recommended).toBeCloseTo((1000 / 14_400) * (3 / 4))
})

test('calls that were limited by their share speed up in proportion', () => {
  expect(recommend(measured({ coresUsed: 0.5 })).effect.durationFactor).toBeCloseTo(0.5 / 0.8)
})

function peak(max: number | null) {
  return { peakMemoryMb: { p50: max, p99: max, max } }
}

function peakOf(max: number, memoryMb: number) {
  return { current: { memoryMb }, evidence: peak(max) }
}
