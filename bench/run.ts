/**
 * `npm run bench [-- words… --quick --write-docs]`: measures everything, ours and the reference in turns. Words choose
 * rows by the beginning of their names. docs/performance.md explains the results.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startAlcove, type Alcove } from './alcove.ts'
import { startBare, type Bare } from './bare/bare.ts'
import { withCleanEnd } from './clean-end.ts'
import { asyncAccept } from './measure/async-accept.ts'
import { coldHit, coldMiss } from './measure/cold.ts'
import { idleMemory } from './measure/idle-memory.ts'
import { logCost } from './measure/log-cost.ts'
import { logpointCost } from './measure/logpoint-cost.ts'
import { quotaCost } from './measure/quota-cost.ts'
import { neighbour } from './measure/neighbour.ts'
import { scaleOut } from './measure/scale-out.ts'
import { start } from './measure/start.ts'
import { thaw } from './measure/thaw.ts'
import { timerLag } from './measure/timer-lag.ts'
import { gatewayRoute } from './measure/gateway-route.ts'
import { objectMemory, objects } from './measure/objects.ts'
import { search } from './measure/search.ts'
import { warm } from './measure/warm.ts'
import { zeroMemory } from './measure/zero-memory.ts'
import type { Lab } from './measurement.ts'
import { tablesOf, writeJson, type Results } from './report.ts'
import { compare } from './rivals/compare.ts'
import { RIVALS } from './rivals/rivals.ts'
import { takeRounds } from './rounds.ts'
import { writeDocs } from './write-docs.ts'

const FILE = join(import.meta.dirname, 'out/latest.json')
const TIME_LIMIT_MS = 26 * 60_000
/** Measurements that would start later are skipped, to keep the total time. */
const LAST_START_MS = 23 * 60_000
const MEASUREMENTS = [
  warm,
  gatewayRoute,
  asyncAccept,
  objects,
  logCost,
  logpointCost,
  quotaCost,
  coldMiss,
  coldHit,
  thaw,
  scaleOut,
  neighbour,
  idleMemory,
  zeroMemory,
  objectMemory,
  timerLag,
  start,
]

/** Takes so long that it runs only when named. */
const NAMED_ONLY = [search]

const { values: flags, positionals: words } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
    lines: { type: 'string' },
  },
  allowPositionals: true,
})
if (flags['write-docs'] && (flags.quick || words.length > 0)) {
  throw new Error('The page shows a whole run: --write-docs goes with neither --quick nor a choice of rows')
}
const chosen = (name: string): boolean =>
  words.length === 0 || words.some((word) => name.startsWith(word) || (word === 'search' && name === 'log-search'))

const startedAt = performance.now()
const elapsed = () => performance.now() - startedAt
const results: Results = {
  rows: [],
  rivals: [],
  profiles: {},
  absent: [],
  seconds: 0,
  quick: flags.quick,
  chosen: words,
}

try {
  await withCleanEnd(measureAll, TIME_LIMIT_MS)
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
results.seconds = elapsed() / 1000
writeJson(FILE, results)
const tables = tablesOf(results)
console.log(`\n${tables}\n\nAll values of all rounds: ${FILE}`)
if (flags['write-docs']) writeDocs(tables)
process.exit()

async function measureAll(running: AsyncDisposableStack): Promise<void> {
  let alcove: Promise<Alcove> | undefined
  let bare: Promise<Bare> | undefined
  const lab: Omit<Lab, 'own'> = {
    alcove: () => (alcove ??= startAlcove(running)),
    bare: () => (bare ??= startBare().then((server) => running.use(server))),
    quick: flags.quick,
    lines: flags.lines === undefined ? null : Number(flags.lines),
    profile: (what, parts) => void (results.profiles[what] ??= []).push(parts),
  }
  for (const measurement of measurements()) {
    const name = measurement.targets.join(', ')
    // oxlint-disable-next-line no-await-in-loop -- measurements must not disturb each other
    await attempt(name, running, async (own) => {
      const round = await measurement.prepare({ ...lab, own })
      results.rows.push(...(await takeRounds(round, { ...lab, rounds: measurement.rounds })))
    })
  }
  for (const rival of chosen('rivals') ? RIVALS : []) {
    // oxlint-disable-next-line no-await-in-loop -- nor may rivals
    await attempt(rival.name, running, async (own) => void results.rivals.push(await compare(rival, { ...lab, own })))
  }
}

function measurements() {
  const all = words.length > 0 ? [...MEASUREMENTS, ...NAMED_ONLY] : MEASUREMENTS
  return all.filter(({ targets }) => targets.some(chosen))
}

/** A failed measurement is reported and does not stop the others. */
async function attempt(
  name: string,
  running: AsyncDisposableStack,
  measure: (own: AsyncDisposableStack) => Promise<void>,
): Promise<void> {
  if (running.disposed) return
  console.log(name)
  const own = running.use(new AsyncDisposableStack())
  try {
    if (elapsed() > LAST_START_MS) throw new Error('the time was up')
    await measure(own)
  } catch (error) {
    console.error(error)
    results.absent.push({ name, reason: (error as Error).message.split('\n', 1)[0]! })
    process.exitCode = 1
  } finally {
    await own.disposeAsync()
  }
}
