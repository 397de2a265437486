/** The load generator: `load-child.ts <url> <connections> <milliseconds>`, prints what it saw as JSON. */
import { HttpClient } from './http-client.ts'
import { percentile } from './statistics.ts'

export interface Load {
  /** Answers, every one of them a 200. */
  answers: number
  requestsPerSecond: number
  /** Milliseconds. */
  p50: number
  p99: number
  /** Microseconds of processor time that the generator itself took per request. */
  ownMicroseconds: number
}

const [url, connections, milliseconds] = process.argv.slice(2)
const clients = await Promise.all(Array.from({ length: Number(connections) }, () => HttpClient.open(url!)))
const latencies: number[] = []
const cpuBefore = process.cpuUsage()
const startedAt = performance.now()
const until = startedAt + Number(milliseconds)

await Promise.all(
  clients.map(async (client) => {
    for (let before = performance.now(); before < until;) {
      // oxlint-disable-next-line no-await-in-loop -- one request in flight per connection is the measurement
      await client.get()
      const after = performance.now()
      latencies.push(after - before)
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
}
console.log(JSON.stringify(load))
