import { COUNTING, QUIET } from '../functions.ts'
import { load } from '../load.ts'
import type { Measurement } from '../measurement.ts'
import { until } from '../until.ts'

const SCALING = { concurrency: 100 }

/** The cost of one log line per call, from capture to the database. No line may be missing. */
export const logCost: Measurement = {
  targets: ['log-cost'],
  async prepare(lab) {
    const alcove = await lab.alcove()
    const milliseconds = lab.quick ? 1500 : 3000
    const counting = await alcove.deploy('counting', COUNTING, { scaling: SCALING })
    const quiet = await alcove.deploy('quiet', QUIET, { scaling: SCALING })
    await load(quiet, 32, 1500)
    let answers = (await load(counting, 32, 1500)).answers
    return async () => {
      const without = await load(quiet, 32, milliseconds)
      const withLine = await load(counting, 32, milliseconds)
      answers += withLine.answers
      let messages: string[] = []
      // A line is visible once committed, shortly after the response of its call.
      await until(
        `${answers} calls were answered, and the log has as many lines`,
        async () => (messages = await alcove.messages('counting')).length >= answers,
        { withinMs: 10_000 },
      )
      checkSequence(messages)
      return { 'log-cost': { ours: withLine.requestsPerSecond, reference: without.requestsPerSecond } }
    }
  },
}

/** @throws when a line is missing or duplicated. Calls cut off by the end of the load leave a line and no response. */
function checkSequence(messages: string[]): void {
  const counts = Map.groupBy(messages, (message) => message.split(' ')[0]!)
  for (const [instance, lines] of counts) {
    const numbers = lines.map((message) => Number(message.split(' ')[1])).toSorted((a, b) => a - b)
    const gap = numbers.findIndex((number, index) => number !== index)
    if (gap !== -1) throw new Error(`Instance ${instance} wrote line ${gap}; the log has ${numbers[gap]} in its place`)
  }
}
