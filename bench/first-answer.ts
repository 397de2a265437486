import { setTimeout as sleep } from 'node:timers/promises'
import { HttpClient, type Answer } from './http-client.ts'

/** Measures until the answer arrives, without the shutdown that follows. */
export async function firstAnswer(url: string): Promise<{ at: number; answer: Answer }> {
  const client = await HttpClient.open(url)
  try {
    const answer = await client.ask()
    return { at: performance.now(), answer }
  } finally {
    client.close()
  }
}

/** The same for a server that does not print when it listens. */
export async function firstAnswerEver(url: string, patienceMs: number): Promise<number> {
  const until = performance.now() + patienceMs
  for (;;) {
    try {
      return (await firstAnswer(url)).at
    } catch (error) {
      if (performance.now() > until) throw error
      await sleep(2)
    }
  }
}
