import { expect, test } from 'vitest'
import { simulate } from './testing/simulate.ts'

const BATCHES = 5
const RUNS = 1000

test.for(Array.from({ length: BATCHES }, (_, batch) => batch * RUNS))(
  'in the thousand simulated worlds from seed %i on, no call is lost, no limit broken, and nobody starves',
  { timeout: 600_000 },
  async (from) => {
    let failure: string | null = null
    for (let seed = from; seed < from + RUNS && failure === null; seed++) {
      failure = await simulate(seed).then(
        () => null,
        async (error: unknown) => `seed ${seed}: ${String(error)}\n${await shortestTrace(seed)}`,
      )
    }
    expect(failure).toBeNull()
  },
)

/** What happens in the shortest beginning of the run that fails. */
async function shortestTrace(seed: number): Promise<string> {
  for (let events = 0; ; events++) {
    const trace: string[] = []
    try {
      await simulate(seed, events, trace)
    } catch {
      return trace.join('\n')
    }
  }
}
