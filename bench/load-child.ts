/** The load generator: `load-child.ts <url> <connections> <milliseconds> <request as JSON>`. Prints its results as JSON. */
import { HttpClient, type Answer, type RequestOptions } from './http-client.ts'
import { percentile } from './statistics.ts'

export interface Load {
  /** Number of responses, all with status 200 or 202. */
  answers: number
  requestsPerSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Microseconds of CPU time per request of the generator itself. */
  ownMicroseconds: number
  /** The slowest calls. */
  slowest: { milliseconds: number; answer: Answer }[]
}

const SLOWEST = 50

const [url, connections, milliseconds, request] = process.argv.slice(2)
const options = JSON.parse(request!) as RequestOptions
const clients = await Promise.all(Array.from({ length: Number(connections) }, () => HttpClient.open(url!, options)))
const latencies: number[] = []
const slowest: Load['slowest'] = []
const cpuBefore = process.cpuUsage()
const startedAt = performance.now()
const until = startedAt + Number(milliseconds)

await Promise.all(
  clients.map(async (client) => {
    for (let before = performance.now(); before < until;) {
      // oxlint-disable-next-line no-await-in-loop -- one request in flight per connection is what is measured
      const answer = await client.ask()
      const after = performance.now()
      latencies.push(after - before)
      keepIfSlow(after - before, answer)
      before = after
    }
    client.close()
  }),
)

const seconds = (performance.now() - startedAt) / 1000
const { user, system } = process.cpuUsage(cpuBefore)
const sorted = Float64Array.from(latencies).sort()
const load: Load = {
  answers: sorted.length,
  requestsPerSecond: sorted.length / seconds,
  p50: percentile(sorted, 0.5),
  p99: percentile(sorted, 0.99),
  ownMicroseconds: (user + system) / sorted.length,
  slowest,
}
console.log(JSON.stringify(load))

function keepIfSlow(milliseconds: number, answer: Answer): void {
  if (slowest.length === SLOWEST && milliseconds <= slowest[0]!.milliseconds) return
  slowest.push({ milliseconds, answer })
  slowest.sort((a, b) => a.milliseconds - b.milliseconds)
  if (slowest.length > SLOWEST) slowest.shift()
}
