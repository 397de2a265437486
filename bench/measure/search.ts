import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  getDifferences,
  getScatter,
  getSpaceMetrics,
  listInvocations,
  listSpaceLogs,
  openPlatform,
  type Platform,
} from '../../packages/platform/src/index.ts'
import { applyRetention } from '../../packages/platform/src/records/partitions/apply-retention.ts'
import { makePartitions } from '../../packages/platform/src/records/partitions/make-partitions.ts'
import { dropExpiredSegments } from '../../packages/platform/src/records/segments/drop-expired-segments.ts'
import { openDiskBlobs, openDiskObjects, startPostgres } from '../../packages/storage/src/index.ts'
import type { Measurement } from '../measurement.ts'
import { percentile } from '../statistics.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import { until } from '../until.ts'
import { MIB, residentOf } from './memory.ts'
import { functionsOf, recordCalls, spaceOf, writerOf } from './search-records.ts'

const LINES = 10_000_000
const QUICK_LINES = 150_000
const LINES_PER_CALL = 2
const DAY_MS = 24 * 3600_000
const ROUNDS_PER_QUERY = 10
/** About a partition of rows: one that has not grown is not closed. */
const NOT_YET_SEALED = 100_000

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
const PART = '*anziba*'

const ANALYZED = `select count(*) as n from pg_stat_user_tables
  where relname like 'invocations%' and coalesce(last_autoanalyze, last_analyze) is not null`

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
    const began = new Date().toISOString()
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
    await until('the lines are sealed', async () => (await sealed()) >= Math.max(1, total - NOT_YET_SEALED), {
      withinMs: 1_800_000,
      everyMs: 1_000,
    })
    // PostgreSQL looks once a minute for tables to analyze. A day of calls has had its statistics for long.
    await until('the calls are analyzed', async () => Number((await one(platform, ANALYZED)).n) > 0, {
      withinMs: 600_000,
      everyMs: 1_000,
    })

    return async () => {
      const stop = new AbortController()
      const calls = recordCalls(write, stop.signal)
      const memory = new Memory()
      const latencies = new Map<string, number[]>()
      const take = async (name: string, rounds: number, run: () => Promise<unknown>) => {
        const times: number[] = []
        for (let round = 0; round < rounds; round++) {
          times.push(await timed(run))
          memory.sample()
        }
        latencies.set(
          name,
          times.toSorted((a, b) => a - b),
        )
      }
      const find = (q: string) => () => listSpaceLogs({ ctx, input: { q, order: 'desc', limit: 50 } })
      for (const [name, q] of Object.entries(WORDS)) await take(name, ROUNDS_PER_QUERY, find(q))
      await take('part', 3, find(PART))
      const range = { from: began, to: new Date().toISOString() }
      const page = { limit: 50 }
      const questions = {
        'failed calls': () => listInvocations({ ctx, input: { status: ['functionError'], ...page } }),
        'text in input': () => listInvocations({ ctx, input: { ...range, q: 'USD', ...page } }),
        percentiles: () => getSpaceMetrics({ ctx, input: range }),
        scatter: () => getScatter({ ctx, input: range }),
        'what is different': () => getDifferences({ ctx, input: { ...range, these: 'failed' } }),
      }
      for (const [name, run] of Object.entries(questions)) await take(name, ROUNDS_PER_QUERY, run)
      stop.abort()
      await calls
      const shown = (names: string[], share: number) =>
        Object.fromEntries(names.map((name) => [name, percentile(latencies.get(name)!, share)]))
      const tables = {
        [`searches over ${total.toLocaleString('en')} lines, ms`]: [...Object.keys(WORDS), 'part'],
        [`questions over ${(total / LINES_PER_CALL).toLocaleString('en')} calls, ms`]: Object.keys(questions),
      }
      for (const [what, names] of Object.entries(tables)) {
        lab.profile(`${what}, p50`, shown(names, 0.5))
        lab.profile(`${what}, p95`, shown(names, 0.95))
      }
      lab.profile('memory of the server, MiB', { growth: memory.growth })
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
      lab.profile('retention, ms', { 'all lines': segments, 'all calls': partitions })
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
        'retention-drop': { ours: segments, reference: 1 },
      }
    }
  },
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

/** Growth of this process, which is the server and its threads, since the first sample. */
class Memory {
  readonly #before = residentOf(process.pid)
  #most = this.#before

  sample(): void {
    this.#most = Math.max(this.#most, residentOf(process.pid))
  }

  get growth(): number {
    return (this.#most - this.#before) / MIB
  }
}
