/** `node bench/profile.ts [seconds]`: the server's CPU time on the warm path, by function, without callees. */
import { startAlcove } from './alcove.ts'
import { withCleanEnd } from './clean-end.ts'
import { freePort } from './free-port.ts'
import { CHATTY } from './functions.ts'
import { inspect } from './inspector.ts'
import { load } from './load.ts'

const ROWS = 40

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

await withCleanEnd(profileServer)
process.exit()

async function profileServer(running: AsyncDisposableStack): Promise<void> {
  const port = await freePort()
  const alcove = await startAlcove(running, { nodeOptions: [`--inspect=127.0.0.1:${port}`] })
  const url = await alcove.deploy('warm', CHATTY, { scaling: { concurrency: 100 } })
  await load(url, 32, 5_000)
  using inspector = await inspect(port)
  await inspector.ask('Profiler.enable')
  await inspector.ask('Profiler.start')
  const { requestsPerSecond } = await load(url, 32, Number(process.argv[2] ?? 10) * 1000)
  const { profile } = await inspector.ask<{ profile: CpuProfile }>('Profiler.stop')

  const times = selfTimes(profile)
  console.log(`${Math.round(requestsPerSecond)} requests/s, the profiler's own cost included\n`)
  for (const [where, time] of [...times].toSorted(([, a], [, b]) => b - a).slice(0, ROWS)) {
    console.log(`${((time / total(times)) * 100).toFixed(1).padStart(5)} %  ${where}`)
  }
}

function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): Map<string, number> {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]))
  const times = new Map<string, number>()
  for (const [i, id] of samples.entries()) {
    const place = places.get(id)!
    if (place !== '(idle)') times.set(place, (times.get(place) ?? 0) + timeDeltas[i]!)
  }
  return times
}

function placeOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const file = url.replace(/^.*\/(apps|packages|node_modules)\//, '$1/')
  return url === '' ? functionName : `${functionName || '(anonymous)'} ${file}:${lineNumber + 1}`
}

function total(times: Map<string, number>): number {
  return [...times.values()].reduce((sum, time) => sum + time, 0)
}
