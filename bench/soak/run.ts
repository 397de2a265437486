/**
 * Runs many functions under mixed load while their instances are killed at random. Every call must get a correct
 * response or a typed error that names the kill, and nothing may be left over at the end.
 *
 * npm run soak — 100 functions, 10 minutes
 * npm run soak -- --functions 20 --minutes 1
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { withCleanEnd } from '../clean-end.ts'
import { descendantsOf, isInstance } from '../processes.ts'
import { startServer, type Server } from '../server.ts'
import { until } from '../until.ts'
import { footprintOf, type Footprint } from './footprint.ts'
import { capacity, hangUp, steady, type Answer, type Target } from './load.ts'
import { population } from './population.ts'
import { verdict } from './verdict.ts'

const { values } = parseArgs({
  options: {
    functions: { type: 'string', default: '100' },
    minutes: { type: 'string', default: '10' },
    load: { type: 'string', default: '0.6' },
  },
})
const seconds = Number(values.minutes) * 60
const OUT = join(import.meta.dirname, '../out')
const KILL_EVERY_MS = 1500
const SAMPLE_EVERY_MS = 10_000
const IDLE_SECONDS = 20
/** Prewarmed sandboxes that an engine keeps without demand. */
const FLOOR = 2

await withCleanEnd(soak)
process.exit()

async function soak(running: AsyncDisposableStack): Promise<void> {
  const server = await startServer(running)
  const targets = await deploy(server, Number(values.functions))

  console.log(`Measuring what ${targets.length} functions can do at 32 connections`)
  await capacity(targets, 32, 10)
  const most = await capacity(targets, 32, 15)
  hangUp()
  const before = await settled(server)
  const perSecond = most * Number(values.load)
  console.log(`${most.toFixed(0)} calls a second; now ${perSecond.toFixed(0)} a second for ${seconds} s, with kills`)

  const answers: Answer[] = []
  const samples: Footprint[] = []
  let killed = 0
  const over = new AbortController()
  await Promise.all([
    steady(targets, { perSecond, seconds, onAnswer: (answer) => answers.push(answer) }).finally(() => over.abort()),
    repeat(KILL_EVERY_MS, over.signal, () => {
      if (killOne(server)) killed += 1
    }),
    repeat(SAMPLE_EVERY_MS, over.signal, () => {
      const footprint = footprintOf(server)
      samples.push(footprint)
      console.log(`${answers.length} answered, ${killed} killed`, JSON.stringify(footprint))
    }),
  ])

  console.log('Waiting for every instance to be let go')
  hangUp()
  const after = await settled(server)
  const result = verdict({ answers, samples, before, after, killed })
  await mkdir(OUT, { recursive: true })
  await writeFile(
    join(OUT, 'soak.json'),
    JSON.stringify({ functions: targets.length, seconds, most, perSecond, ...result }, null, 2),
  )
  console.log(JSON.stringify(result, null, 2))
  if (result.violations.length > 0) process.exitCode = 1
}

async function deploy({ api, gateway, key }: Server, count: number): Promise<Target[]> {
  const spaces = ['red', 'green', 'blue', 'grey']
  for (const name of spaces) await api('POST', '/spaces', { name, visibility: 'private' })
  const made: Target[] = []
  for (const [index, { name, kind }] of population(count).entries()) {
    const space = spaces[index % spaces.length]!
    const path = `/spaces/${space}/functions`
    const { runtime, handler, files } = kind
    const scaling = { idleTimeoutSeconds: IDLE_SECONDS, ...kind.scaling }
    await api('POST', path, { name, runtime, handler, files, memoryMb: 128, timeoutSeconds: 30, scaling })
    await api('PUT', `${path}/${name}/triggers/web`, { type: 'http', config: { auth: 'space' } })
    made.push({ name, kind, key, url: `${gateway}/fn/${space}/${name}` })
  }
  // The order decides which functions are called often, so mix the kinds.
  return made.toSorted((a, b) => a.name.split('-')[1]!.localeCompare(b.name.split('-')[1]!))
}

/** Kills an instance, whatever it runs. */
function killOne({ pid }: Server): boolean {
  const instances = descendantsOf(pid).filter(isInstance)
  const victim = instances[Math.floor(Math.random() * instances.length)]
  if (victim === undefined) return false
  try {
    return process.kill(victim, 'SIGKILL')
  } catch {
    // It ended by itself.
    return false
  }
}

/** Waits until nothing runs. What is left is the footprint of an idle server. */
async function settled(server: Server): Promise<Footprint> {
  let calm: number | null = null
  const isCalm = async () => {
    const [instances, { prewarmed }] = await Promise.all([server.instances(), server.engine()])
    const still = instances.length === 0 && prewarmed.every(({ ready }) => ready === FLOOR)
    calm = still ? (calm ?? Date.now()) : null
    return calm !== null && Date.now() - calm > 3000
  }
  await until('every instance is let go', isCalm, { withinMs: 180_000, everyMs: 250 })
  return footprintOf(server)
}

async function repeat(everyMs: number, signal: AbortSignal, run: () => void): Promise<void> {
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal }).catch(() => {})
    if (!signal.aborted) run()
  }
}
