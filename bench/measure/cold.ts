import { startAlcove, type Alcove } from '../alcove.ts'
import { startBare } from '../bare/bare.ts'
import { firstAnswer } from '../first-answer.ts'
import { quietIn } from '../functions.ts'
import type { Lab, Measurement, Pairs } from '../measurement.ts'
import { readyRuntimes, type ReadyRuntime } from '../ready-runtimes.ts'
import { median, percentile } from '../statistics.ts'
import { until } from '../until.ts'
import { recordOf, splitUp } from './where-time-goes.ts'

const CALM_MS = 1000
const PATIENCE_MS = 20_000

/** The first call of a new revision without any prewarmed sandbox, until its response. */
export const coldMiss: Measurement = {
  targets: ['cold-miss'],
  async prepare(lab) {
    const alcove = await startAlcove(lab.own, { environment: { ALCOVE_PREWARM: '0' } })
    const runtimes = await readyRuntimes(alcove, lab.own)
    return async (round) => {
      const pairs: Pairs = {}
      for (const each of runtimes) {
        const { ours, reference } = await race(lab, alcove, each, 'cold', round, lab.quick ? 3 : 10)
        pairs[`cold-miss${each.variant}`] = { ours: median(ours), reference: median(reference) }
      }
      return pairs
    }
  },
}

/** The same with prewarmed sandboxes. */
export const coldHit: Measurement = {
  targets: ['cold-hit', 'cold-hit-p99'],
  async prepare(lab) {
    const alcove = await lab.alcove()
    const runtimes: ReadyRuntime[] = []
    for (const each of await readyRuntimes(alcove, lab.own)) {
      if (await waits(alcove, each.runtime)) runtimes.push(each)
    }
    if (runtimes.length === 0) throw new Error('No sandbox of any runtime waits for code')
    return async (round) => {
      const pairs: Pairs = {}
      for (const each of runtimes) {
        const { ours, reference } = await race(lab, alcove, each, 'prewarmed', round, lab.quick ? 5 : 20)
        pairs[`cold-hit${each.variant}`] = { ours: median(ours), reference: median(reference) }
        pairs[`cold-hit-p99${each.variant}`] = { ours: worst(ours), reference: worst(reference) }
      }
      return pairs
    }
  },
}

/** Whether the server prewarms sandboxes of a runtime once there is demand. */
async function waits(alcove: Alcove, runtime: string): Promise<boolean> {
  for (const mark of ['a', 'b', 'c']) await firstAnswer(await deployNew(alcove, `asked-${runtime}`, runtime, mark))
  const { prewarmed } = await alcove.engine()
  return prewarmed.some((pool) => pool.runtime === runtime && pool.target > 0)
}

/** Compiling is not part of a start. For compiled code a variable makes the new revision. */
function deployNew(alcove: Alcove, name: string, runtime: string, mark: string): Promise<string> {
  const program = quietIn(runtime, mark)
  return alcove.deploy(name, program, program.built ? { environment: { MARK: mark } } : {})
}

const worst = (values: number[]): number =>
  percentile(
    values.toSorted((a, b) => a - b),
    0.99,
  )

async function race(
  lab: Lab,
  alcove: Alcove,
  { runtime, variant, bare }: ReadyRuntime,
  start: 'cold' | 'prewarmed',
  round: number,
  samples: number,
): Promise<{ ours: number[]; reference: number[] }> {
  const ours: number[] = []
  const reference: number[] = []
  for (let sample = 0; sample < samples; sample++) {
    const url = await deployNew(alcove, `${start}-${runtime}`, runtime, `${round}.${sample}`)
    if (start === 'prewarmed') await untilReady(alcove, runtime)
    const calledAt = performance.now()
    const { at, answer } = await firstAnswer(url)
    ours.push(at - calledAt)
    const record = await recordOf(alcove, answer)
    if (record.start !== start) throw new Error(`A ${runtime} start was to be ${start}, and was ${record.start}`)
    lab.profile(`${start === 'cold' ? 'cold-miss' : 'cold-hit'}${variant}`, splitUp(record, at - calledAt))

    const startedAt = performance.now()
    await using server = await startBare(bare)
    reference.push((await firstAnswer(server.url)).at - startedAt)
  }
  return { ours, reference }
}

/**
 * Waits until a sandbox is prewarmed and no more are being started: the target is reached, or none was added for a
 * while because their memory is limited.
 */
async function untilReady(alcove: Alcove, runtime: string): Promise<void> {
  let [state, since] = ['', performance.now()]
  const isReady = async () => {
    const pools = (await alcove.engine()).prewarmed
    const now = JSON.stringify(pools)
    if (now !== state) [state, since] = [now, performance.now()]
    const calm = pools.every(({ ready, target }) => ready >= target) || performance.now() - since > CALM_MS
    return calm && pools.some((pool) => pool.runtime === runtime && pool.ready > 0)
  }
  await until(`a ${runtime} sandbox is ready`, isReady, { withinMs: PATIENCE_MS, everyMs: 20 })
}
