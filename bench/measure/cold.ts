import { setTimeout as sleep } from 'node:timers/promises'
import type { Alcove } from '../alcove.ts'
import { startBare, type Program } from '../bare/bare.ts'
import { startAlcove } from '../alcove.ts'
import { firstAnswer } from '../first-answer.ts'
import { quietIn } from '../functions.ts'
import type { Measurement, Pairs } from '../measurement.ts'
import { readyRuntimes } from '../ready-runtimes.ts'
import { median, percentile } from '../statistics.ts'

const CALM_MS = 1000
const PATIENCE_MS = 20_000

/** The first call of a revision nobody has run before, with no sandbox ready: each until the answer is there. */
export const coldMiss: Measurement = {
  targets: ['cold-miss'],
  async prepare(lab) {
    const alcove = lab.own.use(await startAlcove({ environment: { ALCOVE_PREWARM: '0' } }))
    const runtimes = await readyRuntimes(alcove, lab.own)
    return async (round) => {
      const pairs: Pairs = {}
      for (const { runtime, bare } of runtimes) {
        const { ours, reference } = await race(alcove, runtime, bare, 'cold', round, lab.quick ? 3 : 10)
        const variant = runtime === 'nodejs24' ? '' : (` (${runtime})` as const)
        pairs[`cold-miss${variant}`] = { ours: median(ours), reference: median(reference) }
      }
      return pairs
    }
  },
}

/** The same with sandboxes that were started ahead and wait for code. */
export const coldHit: Measurement = {
  targets: ['cold-hit', 'cold-hit-p99'],
  async prepare(lab) {
    const alcove = await lab.alcove()
    const runtimes: { runtime: string; bare: Program }[] = []
    for (const each of await readyRuntimes(alcove, lab.own)) {
      if (await waits(alcove, each.runtime)) runtimes.push(each)
    }
    return async (round) => {
      const pairs: Pairs = {}
      for (const { runtime, bare } of runtimes) {
        const { ours, reference } = await race(alcove, runtime, bare, 'prewarmed', round, lab.quick ? 5 : 20)
        const variant = runtime === 'nodejs24' ? '' : (` (${runtime})` as const)
        pairs[`cold-hit${variant}`] = { ours: median(ours), reference: median(reference) }
        pairs[`cold-hit-p99${variant}`] = { ours: worst(ours), reference: worst(reference) }
      }
      return pairs
    }
  },
}

/** Whether sandboxes of a runtime wait for code, once some have been asked for. */
async function waits(alcove: Alcove, runtime: string): Promise<boolean> {
  for (const mark of ['a', 'b', 'c']) {
    const program = quietIn(runtime, mark)
    await firstAnswer(
      await alcove.deploy(`asked-${runtime}`, program, program.built ? { environment: { MARK: mark } } : {}),
    )
  }
  const { prewarmed } = await alcove.engine()
  return prewarmed.some((pool) => pool.runtime === runtime && pool.target > 0)
}

const worst = (values: number[]): number =>
  percentile(
    values.toSorted((a, b) => a - b),
    0.99,
  )

async function race(
  alcove: Alcove,
  runtime: string,
  bare: Program,
  start: 'cold' | 'prewarmed',
  round: number,
  samples: number,
): Promise<{ ours: number[]; reference: number[] }> {
  const ours: number[] = []
  const reference: number[] = []
  for (let sample = 0; sample < samples; sample++) {
    const mark = `${round}.${sample}`
    const program = quietIn(runtime, mark)
    // Compiling again is no part of a start: a variable makes as new a revision of compiled code.
    const change = program.built ? { environment: { MARK: mark } } : {}
    const url = await alcove.deploy(`${start}-${runtime}`, program, change)
    if (start === 'prewarmed') await untilReady(alcove, runtime)
    const calledAt = performance.now()
    const { at, answer } = await firstAnswer(url)
    const id = /^x-alcove-invocation-id: *(\S+)/im.exec(answer.head)![1]!
    const kind = await alcove.startOf(id)
    if (kind !== start) throw new Error(`A ${runtime} start was to be ${start}, and was ${kind}`)
    ours.push(at - calledAt)

    const startedAt = performance.now()
    await using server = await startBare(bare)
    reference.push((await firstAnswer(server.url)).at - startedAt)
  }
  return { ours, reference }
}

/**
 * Until a sandbox waits for code, and the machine is not busy with starting more: all that are wanted are there, or none
 * was added for a while, since all together may only take a part of the memory.
 */
async function untilReady(alcove: Alcove, runtime: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS
  let [state, since] = ['', performance.now()]
  for (;;) {
    const pools = (await alcove.engine()).prewarmed
    const now = JSON.stringify(pools)
    if (now !== state) [state, since] = [now, performance.now()]
    const calm = pools.every(({ ready, target }) => ready >= target) || performance.now() - since > CALM_MS
    if (calm && pools.some((pool) => pool.runtime === runtime && pool.ready > 0)) return
    if (performance.now() > until) throw new Error(`No ${runtime} sandbox became ready: ${now}`)
    await sleep(20)
  }
}
