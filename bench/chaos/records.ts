/**
 * Shows that records of calls last: PostgreSQL is stopped in the middle of the warm throughput with one log line a call,
 * and then the server is killed with kill -9, again and again under load.
 *
 * npm run chaos:records — a minute with 20 s without a database, and 5 kills
 * npm run chaos:records -- --seconds 20 --stopped 5 --kills 2
 */
import { join } from 'node:path'
import { mkdir, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { rows } from '../../packages/platform/src/testing/rows.ts'
import { startPostgres } from '../../packages/storage/src/index.ts'
import { withCleanEnd } from '../clean-end.ts'
import { HttpClient } from '../http-client.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { openVictim, type Victim } from './victim.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    stopped: { type: 'string', default: '20' },
    kills: { type: 'string', default: '5' },
  },
})
const [SECONDS, STOPPED, KILLS] = [Number(values.seconds), Number(values.stopped), Number(values.kills)]
const OUT = join(import.meta.dirname, '../out')
const CALLERS = 32
const SPACE = 'records'
const TIME_LIMIT_MS = 20 * 60_000
/** What is older than that when the server is killed must be there afterwards. */
const DURABLE_MS = 200

/** The ids of answered calls, and when each was answered, in milliseconds since the epoch. */
type Answered = Map<string, number>

await withCleanEnd(records, TIME_LIMIT_MS)
process.exit()

async function records(running: AsyncDisposableStack): Promise<void> {
  await mkdir(OUT, { recursive: true })
  const folder = temporaryFolder(running)
  const data = { dataFolder: join(folder, 'postgres'), log: () => {} }
  let postgres = await startPostgres(data)
  running.defer(() => postgres.stop())
  const logFile = join(OUT, 'chaos-records-server.log')
  const victim = running.use(await openVictim({ home: join(folder, 'home'), databaseUrl: postgres.url, logFile }))
  await victim.start()
  await deploy(victim)

  const answered: Answered = new Map()
  const stop = new AbortController()
  const load = Promise.all(Array.from({ length: CALLERS }, () => call(victim, answered, stop.signal)))
  await sleep(((SECONDS - STOPPED) / 2) * 1000)
  await postgres.stop()
  const before = answered.size
  await sleep(STOPPED * 1000)
  const meanwhile = answered.size - before
  postgres = await startPostgres(data)
  await sleep(((SECONDS - STOPPED) / 2) * 1000)
  stop.abort()
  await load
  const whole = await settled(postgres.url, answered)
  console.log(
    `${answered.size} calls answered, ${meanwhile} of them while PostgreSQL was away; not recorded: ${whole.lost}`,
  )

  const kills = []
  for (let kill = 1; kill <= KILLS; kill++) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    kills.push(await killUnderLoad(victim, postgres.url))
    console.log(`kill ${kill} of ${KILLS}:`, kills.at(-1))
  }
  const report = { answered: answered.size, meanwhile, ...whole, kills }
  await writeFile(join(OUT, 'chaos-records.json'), JSON.stringify(report, null, 2))
  console.log(JSON.stringify(report, null, 2))
  const isLost = whole.lost > 0 || whole.lines < answered.size
  if (isLost || kills.some(({ lostOlder }) => lostOlder > 0)) process.exitCode = 1
}

async function deploy({ api }: Victim): Promise<void> {
  await api('POST', '/spaces', { name: SPACE })
  await api('POST', `/spaces/${SPACE}/functions`, {
    name: 'talk',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': 'export const handler = (_, { awsRequestId }) => { console.log(awsRequestId); return 1 }' },
    scaling: { concurrency: 20, maxInstances: 2 },
  })
  await api('PUT', `/spaces/${SPACE}/functions/talk/triggers/web`, { type: 'http', config: { auth: 'none' } })
}

/** Calls until it is stopped, or the server is killed. */
async function call({ gateway }: Victim, answered: Answered, signal: AbortSignal): Promise<void> {
  using client = await HttpClient.open(`${gateway}/fn/${SPACE}/talk`)
  while (!signal.aborted) {
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    const { head } = await client.ask()
    answered.set(/x-alcove-invocation-id: (\S+)/i.exec(head)![1]!, Date.now())
  }
}

async function killUnderLoad(victim: Victim, databaseUrl: string) {
  const answered: Answered = new Map()
  const stop = new AbortController()
  const load = Array.from({ length: CALLERS }, () => call(victim, answered, stop.signal).catch(() => {}))
  await sleep(2_000 + Math.random() * 2_000)
  const killedAt = Date.now()
  await victim.kill()
  stop.abort()
  await Promise.all(load)
  await victim.start()
  const { recorded, lines } = await stored(databaseUrl)
  const agesOf = (kept: Set<string>) => [...answered].flatMap(([id, at]) => (kept.has(id) ? [] : [killedAt - at]))
  const [calls, lost] = [agesOf(recorded), agesOf(lines)]
  return {
    answered: answered.size,
    lostCalls: calls.length,
    lostLines: lost.length,
    oldestLostMs: Math.max(0, ...calls, ...lost),
    lostOlder: [...calls, ...lost].filter((age) => age > DURABLE_MS).length,
  }
}

/** Waits until everything that was answered is recorded, or nothing more comes. */
async function settled(databaseUrl: string, answered: Answered): Promise<{ lost: number; lines: number }> {
  let lost = answered.size
  for (let tries = 0; tries < 60; tries++) {
    // oxlint-disable-next-line no-await-in-loop -- until it is settled
    const { recorded, lines, sealed } = await stored(databaseUrl)
    lost = [...answered.keys()].filter((id) => !recorded.has(id)).length
    // The sealed lines may include those of calls that were never answered.
    const found = [...answered.keys()].filter((id) => lines.has(id)).length + sealed
    if ((lost === 0 && found >= answered.size) || tries === 59) return { lost, lines: found }
    // oxlint-disable-next-line no-await-in-loop
    await sleep(1_000)
  }
  throw new Error('unreachable')
}

/**
 * The ids of the invocations and of the recent lines that are stored: each line is the id of its call. Older lines are
 * sealed in segments by now, whose rows say how many they hold.
 */
async function stored(databaseUrl: string): Promise<{ recorded: Set<string>; lines: Set<string>; sealed: number }> {
  const ids = async (statement: string) =>
    new Set((await rows<{ id: string }>(databaseUrl, statement)).map(({ id }) => id))
  const [segments] = await rows<{ lines: number }>(
    databaseUrl,
    'select coalesce(sum(lines), 0)::int as lines from log_segments',
  )
  return {
    recorded: await ids('select id from invocations'),
    lines: await ids('select distinct message as id from log_lines'),
    sealed: segments!.lines,
  }
}
