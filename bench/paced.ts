import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { HttpClient } from './http-client.ts'

/**
 * Starts this many requests a second, however long they take.
 * @returns milliseconds from when each was due to its answer
 */
export async function paced(url: string, perSecond: number, milliseconds: number): Promise<number[]> {
  const idle: HttpClient[] = []
  const took: number[] = []
  const asked: Promise<void>[] = []
  const startedAt = performance.now()
  const ask = async (dueAt: number) => {
    const client = idle.pop() ?? (await HttpClient.open(url))
    await client.ask()
    took.push(performance.now() - dueAt)
    idle.push(client)
  }
  for (let at = 0; at < milliseconds; at += 1000 / perSecond) {
    const dueAt = startedAt + at
    const wait = dueAt - performance.now()
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    if (wait > 0) await sleep(wait)
    asked.push(ask(dueAt))
  }
  await Promise.all(asked)
  for (const client of idle) client.close()
  return took
}
