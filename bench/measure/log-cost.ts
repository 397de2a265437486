import { COUNTING, QUIET } from '../functions.ts'
import { load } from '../load.ts'
import type { Measurement } from '../measurement.ts'

const SCALING = { concurrency: 100 }

/** What one log line per call costs: capture, recording, and the way to the database. Not one line may be missing. */
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
      checkSequence(await alcove.messages('counting'), answers)
      return { 'log-cost': { ours: withLine.requestsPerSecond, reference: without.requestsPerSecond } }
    }
  },
}

/** @throws when a line is missing or there twice. Calls that the end of the load cut off leave a line and no answer. */
function checkSequence(messages: string[], answers: number): void {
  const counts = Map.groupBy(messages, (message) => message.split(' ')[0]!)
  for (const [instance, lines] of counts) {
    const numbers = lines.map((message) => Number(message.split(' ')[1])).toSorted((a, b) => a - b)
    const gap = numbers.findIndex((number, index) => number !== index)
    if (gap !== -1) throw new Error(`Instance ${instance} wrote line ${gap}; the log has ${numbers[gap]} in its place`)
  }
  if (messages.length < answers) throw new Error(`${answers} calls were answered; the log has ${messages.length} lines`)
}
