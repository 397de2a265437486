/**
 * `npm run bench [-- words… --quick --write-docs]`: everything in one go, ours and the reference in turns. A word
 * chooses the rows whose name it begins. docs/performance.md says what it means.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startAlcove, type Alcove } from './alcove.ts'
import { startBare, type Bare } from './bare/bare.ts'
import { coldHit, coldMiss } from './measure/cold.ts'
import { idleMemory } from './measure/idle-memory.ts'
import { logCost } from './measure/log-cost.ts'
import { neighbour } from './measure/neighbour.ts'
import { scaleOut } from './measure/scale-out.ts'
import { start } from './measure/start.ts'
import { thaw } from './measure/thaw.ts'
import { warm } from './measure/warm.ts'
import { zeroMemory } from './measure/zero-memory.ts'
import type { Lab, Measurement } from './measurement.ts'
import { tablesOf, writeJson, type Results } from './report.ts'
import { compareRivals } from './rivals/compare.ts'
import { takeRounds } from './rounds.ts'
import { writeDocs } from './write-docs.ts'

const FILE = join(import.meta.dirname, 'out/latest.json')
const TIME_LIMIT_MS = 15 * 60_000
/** What comes late is left out rather than let the whole run over its time. */
const LAST_START_MS = 12 * 60_000
const MEASUREMENTS = [warm, logCost, coldMiss, coldHit, thaw, scaleOut, neighbour, idleMemory, zeroMemory, start]
const NOT_BUILT = [{ name: 'async-accept', reason: 'asynchronous calls are not built yet' }]

const { values: flags, positionals: words } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, 'write-docs': { type: 'boolean', default: false } },
  allowPositionals: true,
})
const chosen = (name: string): boolean => words.length === 0 || words.some((word) => name.startsWith(word))

const startedAt = performance.now()
const elapsed = () => performance.now() - startedAt
const results: Results = {
  rows: [],
  rivals: [],
  absent: NOT_BUILT.filter(({ name }) => chosen(name)),
  seconds: 0,
  quick: flags.quick,
}

const stopped = new Promise<never>((_resolve, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => reject(new Error(`Got ${signal}`)))
  setTimeout(() => reject(new Error('It took too long')), TIME_LIMIT_MS).unref()
})

const running = new AsyncDisposableStack()
try {
  await Promise.race([measureAll(), stopped])
} catch (error) {
  console.error(error)
  process.exitCode = 1
} finally {
  results.seconds = elapsed() / 1000
  writeJson(FILE, results)
  const tables = tablesOf(results)
  console.log(`\n${tables}\n\nAll values of all rounds: ${FILE}`)
  if (flags['write-docs']) writeDocs(tables)
  // Also after Ctrl+C: the servers leave nothing behind when they are asked to end.
  await running.disposeAsync()
}
process.exit()

async function measureAll(): Promise<void> {
  let alcove: Promise<Alcove> | undefined
  let bare: Promise<Bare> | undefined
  const shared: Omit<Lab, 'own'> = {
    alcove: () => (alcove ??= startAlcove().then((server) => running.use(server))),
    bare: () => (bare ??= startBare().then((server) => running.use(server))),
    quick: flags.quick,
  }
  for (const measurement of MEASUREMENTS) {
    // oxlint-disable-next-line no-await-in-loop -- measurements must not disturb one another
    if (measurement.targets.some(chosen)) await attempt(measurement, shared)
  }
  if (!chosen('rivals')) return
  console.log('rivals')
  await using own = new AsyncDisposableStack()
  results.rivals = await compareRivals({ ...shared, own })
}

/** One that fails is told of, and takes none of the others with it. */
async function attempt(measurement: Measurement, shared: Omit<Lab, 'own'>): Promise<void> {
  const name = measurement.targets.join(', ')
  console.log(name)
  try {
    if (elapsed() > LAST_START_MS) throw new Error('the time was up')
    const own = running.use(new AsyncDisposableStack())
    results.rows.push(...(await takeRounds(measurement, { ...shared, own })))
    await own.disposeAsync()
  } catch (error) {
    console.error(error)
    results.absent.push({ name, reason: (error as Error).message.split('\n', 1)[0]! })
    process.exitCode = 1
  }
}
