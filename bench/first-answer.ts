import { setTimeout as sleep } from 'node:timers/promises'
import { HttpClient, type Answer } from './http-client.ts'

/** When the answer came: what follows, such as ending the server, is not measured. */
export async function firstAnswer(url: string): Promise<{ at: number; answer: Answer }> {
  const client = await HttpClient.open(url)
  try {
    const answer = await client.get()
    return { at: performance.now(), answer }
  } finally {
    client.close()
  }
}

/** The same of a server that does not say when it listens. */
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
