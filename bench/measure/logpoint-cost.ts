import type { Program } from '../functions.ts'
import type { Measurement } from '../measurement.ts'
import { paced } from '../paced.ts'
import { median, percentile } from '../statistics.ts'
import { until } from '../until.ts'

const PER_SECOND = 200
const TURN_MS = 500
const NAMES = ['plain', 'watched'] as const
const SCALING = { concurrency: 100, minInstances: 1, maxInstances: 1 }

const PROGRAM: Program = {
  runtime: 'nodejs24',
  handler: 'index.handler',
  files: {
    'index.mjs': `export const handler = async () => {
  const answer = { hello: 'world' }
  return answer
}`,
  },
}

/** What callers notice of a logpoint that each call meets. No line may be missing. */
export const logpointCost: Measurement = {
  targets: ['logpoint-cost'],
  rounds: 5,
  async prepare(lab) {
    const alcove = await lab.alcove()
    const turns = lab.quick ? 4 : 12
    const urls = {
      plain: await alcove.deploy('plain', PROGRAM, { scaling: SCALING }),
      watched: await alcove.deploy('watched', PROGRAM, { scaling: SCALING }),
    }
    for (const name of NAMES) {
      await alcove.publish(name)
      await paced(urls[name], PER_SECOND, 1500)
    }
    await alcove.addLogpoint('watched', { file: 'index.mjs', line: 3, expression: 'answer' })
    // Instances get it a moment later.
    await until('a logpoint writes lines', async () => {
      await paced(urls.watched, PER_SECOND, 100)
      return (await alcove.logpointLines('watched')) > 0
    })
    await paced(urls.watched, PER_SECOND, 500)
    return async () => {
      const before = await alcove.logpointLines('watched')
      const p99s = { plain: [] as number[], watched: [] as number[] }
      for (let turn = 0; turn < turns; turn++) {
        for (const which of turn % 2 === 0 ? NAMES : NAMES.toReversed()) {
          const took = await paced(urls[which], PER_SECOND, TURN_MS)
          p99s[which].push(
            percentile(
              took.toSorted((a, b) => a - b),
              0.99,
            ),
          )
        }
      }
      const calls = (turns * TURN_MS * PER_SECOND) / 1000
      await until(
        `${calls} calls were answered, and the logpoint wrote as many lines`,
        async () => (await alcove.logpointLines('watched')) - before >= calls,
      )
      // The median: a burst of something else on the machine falls into one turn.
      return { 'logpoint-cost': { ours: median(p99s.watched), reference: median(p99s.plain) } }
    }
  },
}
