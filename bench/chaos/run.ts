/**
 * Kills the server and its database with kill -9 at random moments, while tasks, timers and uploads run, and then checks
 * what must hold against a ledger outside Alcove.
 *
 * npm run chaos — 10,000 tasks, 500 timers, 1,000 uploads; 20 kills of the server, 5 of PostgreSQL
 * npm run chaos -- --tasks 500 --timers 20 --objects 50 --kills 2 --database-kills 1
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { rows } from '../../packages/platform/src/testing/rows.ts'
import { startPostgres } from '../../packages/storage/src/index.ts'
import { withCleanEnd } from '../clean-end.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { openLedger } from './ledger.ts'
import { openVictim, untilAnswered, type Victim } from './victim.ts'
import { violationsOf, type FiringRow, type History, type TaskRow } from './verdict.ts'

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '10000' },
    timers: { type: 'string', default: '500' },
    objects: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '20' },
    'database-kills': { type: 'string', default: '5' },
  },
})
const COUNTS = {
  tasks: Number(values.tasks),
  timers: Number(values.timers),
  objects: Number(values.objects),
  kills: Number(values.kills),
  databaseKills: Number(values['database-kills']),
}
const OUT = join(import.meta.dirname, '../out')
const TIME_LIMIT_MS = 20 * 60_000
/** How long the server lives between two kills, drawn at random. Milliseconds. */
const LIFE = { least: 500, most: 5_000 }
/** Roughly the time of a kill and the start after it: the load is spread over all of them. */
const KILL_MS = 10_000
const SPACE = 'chaos'
const LANES = 8
/** Requests in flight, of each kind. */
const CALLERS = 64

await withCleanEnd(chaos, TIME_LIMIT_MS)
process.exit()

async function chaos(running: AsyncDisposableStack): Promise<void> {
  await mkdir(OUT, { recursive: true })
  const folder = temporaryFolder(running)
  const postgres = await startPostgres({ dataFolder: join(folder, 'postgres'), log: () => {} })
  running.defer(() => postgres.stop())
  const ledger = running.use(await openLedger())
  const victim = running.use(
    await openVictim({ home: join(folder, 'home'), databaseUrl: postgres.url, logFile: join(OUT, 'chaos-server.log') }),
  )
  const startedAt = performance.now()
  await victim.start()
  await deploy(victim, ledger)

  const spreadMs = (COUNTS.kills + COUNTS.databaseKills) * KILL_MS
  const timers = await makeTimers(victim, spreadMs)
  console.log(`${COUNTS.tasks} tasks, ${COUNTS.timers} timers and ${COUNTS.objects} uploads over ${spreadMs / 1000} s`)
  const accepted = new Map<string, string>()
  const objects = new Map<string, string>()
  await Promise.all([
    spread(COUNTS.tasks, spreadMs, (index) => accept(victim, `task-${index}`, accepted)),
    spread(COUNTS.objects, spreadMs, (index) => upload(victim, `folder/${index}.bin`, objects)),
    killAll(victim, () => process.kill(postgres.pid, 'SIGKILL')),
  ])

  console.log(`${accepted.size} tasks accepted, ${objects.size} objects acknowledged; waiting for the rest to run`)
  await settled(postgres.url)
  const history: History = {
    accepted,
    timers,
    objects,
    stored: await storedObjects(victim, [...objects.keys()]),
    entries: ledger.entries,
    ...(await recorded(postgres.url)),
  }
  const violations = violationsOf(history)
  const { entries, tasks, firings } = history
  const report = {
    ...COUNTS,
    seconds: Math.round((performance.now() - startedAt) / 1000),
    executions: entries.length,
    attempts: tasks.reduce((sum, { invocations }) => sum + invocations.length, 0),
    tasksOfAllKinds: tasks.length,
    dead: tasks.filter(({ state }) => state === 'dead').length,
    ticks: firings.length,
    violations,
  }
  await writeFile(join(OUT, 'chaos.json'), JSON.stringify(report, null, 2))
  console.log(
    JSON.stringify({ ...report, violations: violations.slice(0, 20), violationCount: violations.length }, null, 2),
  )
  if (violations.length > 0) process.exitCode = 1
}

async function deploy({ api }: Victim, { url, host }: { url: string; host: string }): Promise<void> {
  await api('POST', '/spaces', { name: SPACE, egress: { mode: 'allow', allow: [host] } })
  await api('PUT', `/spaces/${SPACE}/buckets/uploads`, {})
  const code = `
    const url = ${JSON.stringify(url)}
    export const handler = async (event, context) => {
      const id = event.id ?? event.payload?.id ?? event.Records[0].s3.object.key
      const body = JSON.stringify({ id, invocation: context.awsRequestId })
      const { ok } = await fetch(url, { method: 'POST', body })
      if (!ok) throw new Error('The ledger does not take it')
    }`
  await api('POST', `/spaces/${SPACE}/functions`, {
    name: 'work',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': code },
    scaling: { concurrency: 20, maxInstances: 4 },
  })
  // Each kill costs the running tasks an attempt.
  const settings = { retries: 10, maxConcurrency: 64 }
  await api('PUT', `/spaces/${SPACE}/functions/work/task-settings`, settings)
  const created = { bucket: 'uploads', events: ['created'] }
  await api('PUT', `/spaces/${SPACE}/functions/work/triggers/uploaded`, { type: 'bucket', config: created })
}

/** Timers that are due once each, spread over the run, downtimes included. */
async function makeTimers({ api }: Victim, spreadMs: number): Promise<string[]> {
  const names = Array.from({ length: COUNTS.timers }, (_, index) => `timer-${index}`)
  // Creating them takes a while.
  const first = Date.now() + 1000 + COUNTS.timers * 40
  const waiting = [...names.entries()]
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, name] = next
      const at = new Date(first + (index / COUNTS.timers) * spreadMs).toISOString()
      const config = { at, catchUp: 'all', catchUpWindowSeconds: 3600, payload: { id: name } }
      // oxlint-disable-next-line no-await-in-loop -- one of several lanes
      await api('PUT', `/spaces/${SPACE}/functions/work/triggers/${name}`, { type: 'timer', config })
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return names
}

/** An answer that the server's death cut off tells nothing: send the same key again. */
async function accept({ request }: Victim, id: string, accepted: Map<string, string>): Promise<void> {
  const headers = { prefer: 'respond-async', 'idempotency-key': id }
  const path = `/spaces/${SPACE}/functions/work/invocations`
  const response = await untilAnswered(() => request('POST', path, JSON.stringify({ id }), headers))
  if (response.status !== 202) throw new Error(`${id}: ${response.status} ${await response.text()}`)
  accepted.set(id, ((await response.json()) as { id: string }).id)
}

async function upload({ request }: Victim, key: string, objects: Map<string, string>): Promise<void> {
  const body = randomBytes(1024 + Math.floor(Math.random() * 32_768)).toString('base64')
  const headers = { 'content-type': 'application/octet-stream' }
  const path = `/spaces/${SPACE}/buckets/uploads/objects/${key}`
  const response = await untilAnswered(() => request('PUT', path, body, headers))
  if (!response.ok) throw new Error(`${key}: ${response.status} ${await response.text()}`)
  await response.text()
  objects.set(key, digestOf(body))
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Runs this many, evenly spread over the time and at most `CALLERS` at once: a dead server delays the rest. */
async function spread(count: number, milliseconds: number, run: (index: number) => Promise<void>): Promise<void> {
  const startedAt = performance.now()
  let next = 0
  const caller = async () => {
    for (let index = next++; index < count; index = next++) {
      const dueIn = startedAt + (index / count) * milliseconds - performance.now()
      // oxlint-disable-next-line no-await-in-loop -- one of several callers
      if (dueIn > 0) await sleep(dueIn)
      // oxlint-disable-next-line no-await-in-loop
      await run(index)
    }
  }
  await Promise.all(Array.from({ length: CALLERS }, caller))
}

/** Kills in a random order, each after a random time. */
async function killAll(victim: Victim, killDatabase: () => void): Promise<void> {
  const plan = [
    ...Array.from({ length: COUNTS.kills }, () => 'server' as const),
    ...Array.from({ length: COUNTS.databaseKills }, () => 'database' as const),
  ].toSorted(() => Math.random() - 0.5)
  for (const [index, what] of plan.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await sleep(LIFE.least + Math.random() * (LIFE.most - LIFE.least))
    console.log(`kill ${index + 1} of ${plan.length}: ${what}`)
    if (what === 'database') killDatabase()
    else {
      // oxlint-disable-next-line no-await-in-loop
      await victim.kill()
      // oxlint-disable-next-line no-await-in-loop
      await victim.start()
    }
  }
}

/** Waits until no task waits or runs, and no timer is due any more. */
async function settled(databaseUrl: string): Promise<void> {
  for (const until = performance.now() + 5 * 60_000; performance.now() < until;) {
    // oxlint-disable-next-line no-await-in-loop -- until it is over
    const [left] = await rows<{ tasks: string; timers: string }>(
      databaseUrl,
      `select (select count(*) from tasks where state in ('queued', 'retrying', 'running')) as tasks,
        (select count(*) from timers where check_at is not null) as timers`,
    )
    if (left!.tasks === '0' && left!.timers === '0') return
    // oxlint-disable-next-line no-await-in-loop
    await sleep(500)
  }
  throw new Error('Tasks or timers did not come to an end')
}

async function recorded(databaseUrl: string): Promise<{ tasks: TaskRow[]; firings: FiringRow[] }> {
  const tasks = await rows<TaskRow>(
    databaseUrl,
    `select id, state, invocation_ids::text[] as invocations, extract(epoch from ended_at)::float8 * 1000 as ended from tasks`,
  )
  const firings = await rows<FiringRow>(
    databaseUrl,
    `select t.name as timer, (count(*) filter (where f.outcome = 'fired'))::int as fired,
      (count(*) filter (where f.outcome = 'skipped'))::int as skipped
    from firings f join triggers t on t.id = f.trigger_id where t.type = 'timer' group by t.name`,
  )
  return { tasks, firings }
}

async function storedObjects({ request }: Victim, keys: readonly string[]): Promise<Map<string, string>> {
  const stored = new Map<string, string>()
  for (const key of keys) {
    // oxlint-disable-next-line no-await-in-loop -- few, and small
    const response = await untilAnswered(() => request('GET', `/spaces/${SPACE}/buckets/uploads/objects/${key}`))
    // oxlint-disable-next-line no-await-in-loop
    const text = await response.text()
    if (response.ok) stored.set(key, digestOf(text))
  }
  return stored
}
