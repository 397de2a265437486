import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  adjustSizes,
  getFunction,
  getRightSizing,
  listAudit,
  newId,
  updateFunction,
  type SpaceCtx,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { fn, recordOf, space, stored } from './scene.ts'

const NOON = Date.parse('2026-03-10T12:00:00.000Z')
const DAY = 24 * 3600_000
const CALLS = 300
/** Functions were made a day before they were measured. */
let now = NOON - DAY
let platform: TestPlatform
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform({ clock: { now: () => now } })
  ctx = await space(platform, 'sized')
})
afterAll(() => platform.close())

/** A function of 512 MB, called three hundred times in as many minutes, each in 100 ms of which 40 on a processor. */
async function called(name: string): Promise<string> {
  now = NOON - DAY
  const { id } = await fn(ctx, name)
  await updateFunction({ ctx, input: { fn: name, memoryMb: 512 } })
  for (let call = 0; call < CALLS; call += 1) {
    const startedAt = NOON - (call + 1) * 60_000
    await platform.recorder.record(
      recordOf(ctx, id, {
        id: newId(startedAt),
        startedAt,
        memoryMb: 512,
        report: {
          start: call % 10 === 0 ? 'cold' : 'warm',
          durationMs: 120,
          phases: { handler: 100 },
          cpuMs: 40,
          peakMemoryMb: 60 + call / 30,
        },
      }),
    )
  }
  // Tests measure coverage, and run in instances of their own: they say nothing of calls.
  for (const status of ['success', 'outOfMemory'] as const) {
    const startedAt = NOON - 1_000
    const report = {
      start: 'cold',
      durationMs: 9_000,
      phases: { handler: 9_000 },
      cpuMs: 9_000,
      peakMemoryMb: 500,
    } as const
    await platform.recorder.record(
      recordOf(ctx, id, {
        id: newId(startedAt),
        startedAt,
        memoryMb: 512,
        status,
        triggerName: 'test it',
        synthetic: true,
        report,
      }),
    )
  }
  await stored(platform)
  now = NOON
  return id
}

test('the advice is based on what the recorded calls used', async () => {
  await called('measured')
  const advice = await getRightSizing({ ctx, input: { fn: 'measured' } })
  expect(advice).toMatchObject({
    enough: true,
    current: { memoryMb: 512, cpus: 2, minInstances: 0 },
    evidence: {
      invocations: CALLS,
      peakConcurrency: 1,
      coldStarts: CALLS / 10,
      outOfMemory: 0,
      durationMs: { p50: 120, p95: 120 },
      bytesIn: 2,
      bytesOut: 6,
    },
    effect: { durationFactor: 1 },
  })
  expect(advice.evidence.peakMemoryMb.max).toBeCloseTo(69.97, 1)
  expect(advice.recommended).toEqual({ memoryMb: 96, cpus: 0.5, minInstances: 0 })
  expect(advice.reasons).toEqual([
    { setting: 'memoryMb', text: 'None of the latest 300 calls used more than 70 MB of 512 MB' },
  ])
})

test('a range that begins after its end is refused', async () => {
  const input = { fn: 'measured', from: '2026-03-10T12:00:00Z', to: '2026-03-10T11:00:00Z' }
  await expect(getRightSizing({ ctx, input })).rejects.toMatchObject({ code: 'ValidationFailed' })
})

test('a function that nobody called gets no advice', async () => {
  await fn(ctx, 'quiet')
  const advice = await getRightSizing({ ctx, input: { fn: 'quiet' } })
  expect(advice).toMatchObject({ enough: false, reasons: [], evidence: { invocations: 0 } })
  expect(advice.recommended).toEqual(advice.current)
})

test('only drafts whose owners allow it are adjusted, within their bounds, and the audit says by whom', async () => {
  await called('adjusted')
  const bounds = { memoryMb: { min: 256, max: 1024 }, minInstances: { min: 1, max: 2 } }
  await updateFunction({ ctx, input: { fn: 'adjusted', rightSizing: { mode: 'adjust', ...bounds } } })

  expect(await adjustSizes(platform)).toEqual(['sized/adjusted'])
  expect(await getFunction({ ctx, input: { fn: 'adjusted' } })).toMatchObject({
    memoryMb: 256,
    cpus: null,
    scaling: { minInstances: 1 },
  })
  expect(await getFunction({ ctx, input: { fn: 'measured' } })).toMatchObject({ memoryMb: 512 })
  const { items } = await listAudit({ ctx, input: { limit: 1 } })
  expect(items[0]).toMatchObject({ actor: 'right-sizing', action: 'functions:update', target: 'function adjusted' })

  expect(await adjustSizes(platform)).toEqual([])
})

test('a size that was too small is raised once, and never back to a size that failed', async () => {
  const id = await called('exhausted')
  const bounds = { memoryMb: { min: 64, max: 4096 }, minInstances: { min: 0, max: 0 } }
  await updateFunction({ ctx, input: { fn: 'exhausted', rightSizing: { mode: 'adjust', ...bounds } } })
  await platform.recorder.record(
    recordOf(ctx, id, { status: 'outOfMemory', memoryMb: 512, startedAt: NOON - 1_000, report: { peakMemoryMb: 512 } }),
  )
  await stored(platform)
  expect(await getRightSizing({ ctx, input: { fn: 'exhausted' } })).toMatchObject({ evidence: { outOfMemory: 1 } })
  expect(await adjustSizes(platform)).toEqual(['sized/exhausted'])
  expect(await getFunction({ ctx, input: { fn: 'exhausted' } })).toMatchObject({ memoryMb: 768 })
  // Hour after hour the same week is looked at.
  expect(await adjustSizes(platform)).toEqual([])
})

test('refused calls use nothing, and an hour of many calls is not a week of few', async () => {
  const id = await called('young')
  now = NOON - DAY
  await updateFunction({ ctx, input: { fn: 'young', scaling: { minInstances: 1 } } })
  now = NOON
  for (let n = 0; n < 100; n++) {
    await platform.recorder.record(
      recordOf(ctx, id, { status: 'throttled', startedAt: NOON - 1_000, report: { start: null, durationMs: 0 } }),
    )
  }
  await stored(platform)
  const { from, evidence, recommended } = await getRightSizing({ ctx, input: { fn: 'young' } })
  expect(from).toBe(new Date(NOON - DAY).toISOString())
  expect(evidence).toMatchObject({ invocations: CALLS, callsPerMinute: { average: CALLS / 1440 } })
  expect(recommended.minInstances).toBe(1)
})

test('calls in the minute in which a function was created count as long as later ones', async () => {
  now = NOON + 35_000
  const { id } = await fn(ctx, 'newborn')
  for (const startedAt of [NOON + 40_000, NOON + 70_000]) {
    await platform.recorder.record(recordOf(ctx, id, { id: newId(startedAt), startedAt }))
  }
  await stored(platform)
  now = NOON + 3 * 60_000
  const { from, evidence } = await getRightSizing({ ctx, input: { fn: 'newborn' } })
  expect(from).toBe(new Date(NOON + 35_000).toISOString())
  expect(evidence.invocations).toBe(2)
})
