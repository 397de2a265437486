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
import { fn, recordOf, space } from './scene.ts'

const NOON = Date.parse('2026-03-10T12:00:00.000Z')
const CALLS = 100
let platform: TestPlatform
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform({ clock: { now: () => NOON } })
  ctx = await space(platform, 'sized')
})
afterAll(() => platform.close())

/** A function of 512 MB, called a hundred times in as many minutes, each in 100 ms of which 40 on a processor. */
async function called(name: string): Promise<string> {
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
          peakMemoryMb: 60 + call / 10,
        },
      }),
    )
  }
  return id
}

test('the advice rests on what the recorded calls used', async () => {
  await called('measured')
  const advice = await getRightSizing({ ctx, input: { fn: 'measured' } })
  expect(advice).toMatchObject({
    enough: true,
    current: { memoryMb: 512, cpus: 2, minInstances: 0 },
    evidence: {
      invocations: CALLS,
      peakConcurrency: 1,
      coldStarts: 10,
      outOfMemory: 0,
      durationMs: { p50: 120, p95: 120 },
      bytesIn: 2,
      bytesOut: 6,
    },
    effect: { durationFactor: 1 },
  })
  expect(advice.evidence.peakMemoryMb.max).toBeCloseTo(69.9, 1)
  expect(advice.recommended).toEqual({ memoryMb: 96, cpus: 0.5, minInstances: 0 })
  expect(advice.reasons).toEqual([{ setting: 'memoryMb', text: 'Never more than 70 MB of 512 MB was in use' }])
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

test('only drafts whose owners allow it are adjusted, within their bounds, and the trail says by whom', async () => {
  await called('adjusted')
  const bounds = { memoryMb: { min: 256, max: 1024 }, minInstances: { min: 1, max: 2 } }
  await updateFunction({ ctx, input: { fn: 'adjusted', rightSizing: { mode: 'adjust', ...bounds } } })

  expect(await adjustSizes(platform)).toEqual(['sized/adjusted'])
  expect(await getFunction({ ctx, input: { fn: 'adjusted' } })).toMatchObject({
    memoryMb: 256,
    scaling: { minInstances: 1 },
  })
  expect(await getFunction({ ctx, input: { fn: 'measured' } })).toMatchObject({ memoryMb: 512 })
  const { items } = await listAudit({ ctx, input: { limit: 1 } })
  expect(items[0]).toMatchObject({ actor: 'right-sizing', action: 'functions:update', target: 'function adjusted' })

  expect(await adjustSizes(platform)).toEqual([])
})
