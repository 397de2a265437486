/** `node bench/profile.ts [seconds]`: where the server's time goes on the warm path, by function, without what it calls. */
import { globSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAlcove } from './alcove.ts'
import { CHATTY } from './functions.ts'
import { load } from './load.ts'

const ROWS = 40

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

const folder = await mkdtemp(join(tmpdir(), 'alcove-profile-'))
{
  await using alcove = await startAlcove({ nodeOptions: ['--cpu-prof', `--cpu-prof-dir=${folder}`] })
  const url = await alcove.deploy('warm', CHATTY, { scaling: { concurrency: 100 } })
  const { requestsPerSecond } = await load(url, 32, Number(process.argv[2] ?? 15) * 1000)
  console.log(`${Math.round(requestsPerSecond)} requests/s, the profiler's own cost included\n`)
}
// Threads write one each; the server's own is the busiest.
const [busiest] = globSync(join(folder, '*.cpuprofile'))
  .map((file) => selfTimes(JSON.parse(readFileSync(file, 'utf8')) as CpuProfile))
  .toSorted((a, b) => total(b) - total(a))
await rm(folder, { recursive: true })
for (const [where, time] of [...busiest!].toSorted(([, a], [, b]) => b - a).slice(0, ROWS)) {
  console.log(`${((time / total(busiest!)) * 100).toFixed(1).padStart(5)} %  ${where}`)
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
