import { HttpClient } from '../http-client.ts'

/**
 * Calls a holding function from this many connections at once, so that it needs as many instances.
 * @returns milliseconds until the last call reached its instance
 */
export async function fillUp(url: string, instances: number): Promise<number> {
  const clients = await Promise.all(Array.from({ length: instances }, () => HttpClient.open(url)))
  const startedAt = Date.now()
  const answers = await Promise.all(clients.map((client) => client.ask()))
  for (const client of clients) client.close()
  const arrivals = answers.map(({ body }) => (JSON.parse(/\{.*\}/s.exec(body)![0]) as { arrived: number }).arrived)
  return Math.max(...arrivals) - startedAt
}
