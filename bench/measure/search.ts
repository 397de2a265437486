import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateFunction, CreateSpace, type InvocationRecord } from '../../packages/contract/src/index.ts'
import {
  authorize,
  createFunction,
  createSpace,
  listSpaceLogs,
  newId,
  openPlatform,
  type Actor,
  type Platform,
  type SpaceCtx,
} from '../../packages/platform/src/index.ts'
import { applyRetention } from '../../packages/platform/src/records/partitions/apply-retention.ts'
import { makePartitions } from '../../packages/platform/src/records/partitions/make-partitions.ts'
import { dropExpiredSegments } from '../../packages/platform/src/records/segments/drop-expired-segments.ts'
import { openDiskBlobs, openDiskObjects, startPostgres } from '../../packages/storage/src/index.ts'
import type { Measurement } from '../measurement.ts'
import { percentile } from '../statistics.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { until } from '../until.ts'

const LINES = 10_000_000
const QUICK_LINES = 150_000
const LINES_PER_CALL = 2
const DAY_MS = 24 * 3600_000
/** Calls that are recorded while searches run. */
const CALLS_PER_SECOND = 1_000
const ROUNDS_PER_QUERY = 10
/** One line in this many has the rare word. */
const RARE_EVERY = 100_000
/** About two partitions of rows. */
const NOT_YET_SEALED = 200_000

/** By kind. Each reads a page of fifty, newest first, as the console does. */
const WORDS = {
  rare: 'zanzibar',
  absent: 'nowhere',
  common: 'order',
  two: 'order zanzibar',
  phrase: '"card was declined"',
  chinese: '订单已取消',
  field: 'order:o-4242',
  number: 'ms>996 level:warn',
  error: 'level:error',
}
const INSTANCE = '0199b0e0-0000-7000-8000-000000000001'
/** The revision that ran. */
const REVISION = '5f'.repeat(32)
const PART = '*anziba*'

const ROOT: Actor = {
  kind: 'key',
  id: 'installation',
  accountId: 'installation',
  name: 'bench',
  administrator: true,
  spaces: '*',
  functions: '*',
  actions: '*',
  networks: [],
  expiresAt: null,
}

/** Searching the lines of one space while calls are recorded, and what records cost on the disk. */
export const search: Measurement = {
  targets: ['log-search', 'log-search-part', 'records-disk', 'retention-drop'],
  rounds: 1,
  async prepare(lab) {
    const total = lab.lines ?? (lab.quick ? QUICK_LINES : LINES)
    const folder = temporaryFolder(lab.own)
    const postgres = lab.own.adopt(await startPostgres({ dataFolder: join(folder, 'postgres'), log: () => {} }), (it) =>
      it.stop(),
    )
    const platform = await openPlatform({
      databaseUrl: postgres.url,
      blobs: await openDiskBlobs(join(folder, 'blobs')),
      objects: await openDiskObjects(join(folder, 'objects')),
      secretsFolder: join(folder, 'secrets'),
      origin: 'http://127.0.0.1',
      gatewayOrigin: 'http://127.0.0.1',
      log: ({ level, ...line }) => level === 'info' || console.error(line),
    })
    lab.own.defer(() => platform.close())
    const ctx = await spaceOf(platform)
    const write = writerOf(ctx, await functionsOf(ctx))
    for (let n = 0; n < total; n++) {
      write.line(n)
      if (n % LINES_PER_CALL === 0) await write.call(n)
      if (n % 5_000 === 0) await sleep(1)
    }
    await until('all records are stored', () => platform.recorder.flush(60_000), { withinMs: 600_000 })
    const sealed = async () => Number((await one(platform, 'select coalesce(sum(lines), 0) as n from log_segments')).n)
    // Lines are written many times faster than a machine of this size takes them. What searches find as rows afterwards
    // are those of the calls that are recorded meanwhile.
    await until('the lines are sealed', async () => (await sealed()) >= total - NOT_YET_SEALED, {
      withinMs: 1_800_000,
      everyMs: 1_000,
    })

    return async () => {
      const stop = new AbortController()
      const calls = recordCalls(write, stop.signal)
      const latencies = new Map<string, number[]>()
      for (const [name, q] of [...Object.entries(WORDS), ['part', PART] as const]) {
        const times: number[] = []
        for (let round = 0; round < (name === 'part' ? 3 : ROUNDS_PER_QUERY); round++) {
          times.push(await timed(() => listSpaceLogs({ ctx, input: { q, order: 'desc', limit: 50 } })))
        }
        latencies.set(
          name,
          times.toSorted((a, b) => a - b),
        )
      }
      stop.abort()
      await calls
      lab.profile(
        `p50 of searches over ${total.toLocaleString('en')} lines, ms`,
        Object.fromEntries([...latencies].map(([name, times]) => [name, percentile(times, 0.5)])),
      )
      const words = Object.keys(WORDS).flatMap((name) => latencies.get(name)!)
      const bytes = await bytesOf(platform)
      const lines = await sealed()
      lab.profile('bytes on disk', {
        'per sealed line': bytes.segments / lines,
        'per invocation': bytes.invocations / bytes.calls,
      })
      const later = { db: platform.db, blobs: platform.blobs, clock: { now: () => Date.now() + 40 * DAY_MS } }
      const ahead = { db: platform.db, clock: { now: () => Date.now() + 2 * DAY_MS } }
      // Sealing and searches hold the tables for seconds on a busy machine: housekeeping tries again, too.
      await until('there are partitions', () => makePartitions(ahead).then(yes, no), {
        withinMs: 600_000,
        everyMs: 1_000,
      })
      const segments = await timed(() => dropExpiredSegments(later))
      const partitions = await timed(() => applyRetention(later))
      lab.profile('retention, ms', { segments, partitions })
      const left = Number((await one(platform, 'select count(*) as n from log_segments')).n)
      if (left > 0) throw new Error(`${left} segments are still there`)
      return {
        'log-search': {
          ours: percentile(
            words.toSorted((a, b) => a - b),
            0.95,
          ),
          reference: 1,
        },
        'log-search-part': { ours: percentile(latencies.get('part')!, 0.95), reference: 1 },
        'records-disk': { ours: bytes.segments / lines + bytes.invocations / bytes.calls, reference: 1 },
        'retention-drop': { ours: segments + partitions, reference: 1 },
      }
    }
  },
}

async function spaceOf(platform: Platform): Promise<SpaceCtx> {
  const root = { platform, db: platform.db, actor: ROOT, requestId: 'bench' }
  await createSpace({ ctx: root, input: CreateSpace.parse({ name: 'bench' }) })
  return authorize({ ctx: root, action: 'spaces:read', space: 'bench' })
}

async function functionsOf(ctx: SpaceCtx): Promise<{ id: string; name: string }[]> {
  const names = ['checkout', 'cards', 'stock', 'mail']
  const runtime = { runtime: 'nodejs24', handler: 'index.handler' }
  const made = names.map((name) => createFunction({ ctx, input: CreateFunction.parse({ name, ...runtime }) }))
  return (await Promise.all(made)).map(({ id, name }) => ({ id, name }))
}

/** Lines and calls as functions make them. */
function writerOf(ctx: SpaceCtx, functions: { id: string; name: string }[]) {
  const { recorder } = ctx.platform
  const invocationIds = functions.map(() => newId())
  const callOf = (n: number) => {
    const fn = functions[n % functions.length]!
    const invocationId = invocationIds[n % functions.length]!
    return { spaceId: ctx.space.id, functionId: fn.id, function: fn.name, version: 7, invocationId }
  }
  return {
    line(n: number): void {
      const level = n % 1_000 === 0 ? 'error' : n % 50 === 0 ? 'warn' : 'info'
      recorder.log(callOf(n), { time: Date.now(), level, message: messageOf(n), truncatedBytes: 0 })
    },
    async call(n: number): Promise<void> {
      invocationIds[n % functions.length] = newId()
      await recorder.record(recordOf(callOf(n), n))
    },
  }
}

function messageOf(n: number): string {
  if (n % RARE_EVERY === 7) return `order of zanzibar ${n} was shipped`
  if (n % 10_000 === 9) return `订单已取消 ${n}`
  if (n % 5_000 === 11) return `payment ${n}: card was declined by the bank`
  if (n % 4 === 0) return JSON.stringify({ message: 'priced lines', order: `o-${n % 90_000}`, ms: (n * 7) % 1_000 })
  return `handled request ${n} of order o-${n % 90_000} in ${n % 977} ms, region eu-${n % 5}`
}

function recordOf(call: { spaceId: string; functionId: string; invocationId: string }, n: number): InvocationRecord {
  const text = JSON.stringify({ n })
  const payload = { text, encoding: 'utf8', bytes: text.length, truncated: false } as const
  return {
    id: call.invocationId,
    spaceId: call.spaceId,
    functionId: call.functionId,
    status: 'success',
    qualifier: 'live',
    version: 7,
    revision: REVISION,
    trigger: 'http',
    triggerName: 'web',
    startedAt: Date.now(),
    memoryMb: 128,
    caller: '127.0.0.1',
    parentId: null,
    traceId: call.invocationId.replaceAll('-', ''),
    hops: 0,
    taskId: null,
    requestId: null,
    http: { method: 'POST', path: '/orders', status: 200 },
    input: payload,
    output: payload,
    report: {
      status: 'success',
      code: null,
      error: null,
      start: 'warm',
      instanceId: INSTANCE,
      durationMs: n % 200,
      phases: { handler: n % 200 },
      peakMemoryMb: 20,
      cpuMs: 1,
      concurrency: 1,
      logLines: 1,
      logsTruncated: false,
      responseBytes: text.length,
    },
  }
}

async function recordCalls(write: ReturnType<typeof writerOf>, signal: AbortSignal): Promise<void> {
  const started = performance.now()
  for (let n = 0; !signal.aborted; n++) {
    write.line(n)
    // oxlint-disable-next-line no-await-in-loop -- at a pace
    await write.call(n)
    // oxlint-disable-next-line no-await-in-loop -- at a pace
    if ((n / CALLS_PER_SECOND) * 1000 > performance.now() - started) await sleep(5)
  }
}

/** Bytes of the segments, and of the invocations with their indexes; and how many there are with those made meanwhile. */
async function bytesOf(platform: Platform): Promise<{ segments: number; invocations: number; calls: number }> {
  const row = await one(
    platform,
    `select (select coalesce(sum(bytes), 0) from log_segments)::float8 as segments,
      (select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'invocations'::regclass)::float8
        as invocations,
      (select count(*) from invocations)::float8 as calls`,
  )
  return { segments: Number(row.segments), invocations: Number(row.invocations), calls: Number(row.calls) }
}

async function one(platform: Platform, statement: string): Promise<Record<string, unknown>> {
  return (await platform.pool.query<Record<string, unknown>>(statement)).rows[0]!
}

const yes = () => true
const no = () => false

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await run()
  return performance.now() - started
}
