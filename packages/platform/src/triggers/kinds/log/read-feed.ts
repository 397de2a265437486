import { LIMITS, LOG_TRIGGER_LIMITS, type LogTriggerConfig } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { iso, rowsOf } from '../../../database/connect.ts'
import type { RawRow } from '../../../database/raw-row.ts'
import type { logFeed } from '../../../database/schema/index.ts'
import { change } from '../../../kernel/change.ts'
import type { Changing, Ctx } from '../../../kernel/context.ts'
import type { Platform } from '../../../kernel/platform.ts'
import { LINES_FED } from '../../../records/logs/lines-fed.ts'
import { enqueueTasks } from '../../../jobs/tasks/enqueue-task.ts'
import { recordFirings, type NewFiring } from '../../firings/record-firings.ts'
import { watchLoop } from '../../watch-loop.ts'
import type { Watch } from '../kind.ts'
import { cutBatches } from './cut-batches.ts'
import { lineMatcher } from './line-matcher.ts'

const LOOK_MS = 1_000
/** Triggers of one round. */
const TRIGGERS = 20
/** Lines of a trigger that one round reads: more than may wait for others. */
const LINES = LOG_TRIGGER_LIMITS.count.max + 200
/** Matching then ends until the next round: other work waits for it. */
const MATCH_MS = 50

interface Reader {
  id: string
  name: string
  qualifier: string
  config: LogTriggerConfig
  function_id: string
  space_id: string
}

type FeedRow = RawRow<typeof logFeed> & { fedAt: number }

/** Makes batches of the lines that wait for log triggers. Servers share the work: a round skips what another has locked. */
export function readFeeds(platform: Platform): Watch {
  return watchLoop(platform, {
    topic: LINES_FED,
    what: 'Log triggers',
    lookMs: LOOK_MS,
    async look() {
      const wait = await readRound(platform)
      return wait === null ? LOOK_MS : Math.min(LOOK_MS, wait)
    },
  })
}

/** @returns milliseconds until a batch is due; 0: there may be more now; null: no line waits */
export async function readRound(platform: Platform): Promise<number | null> {
  const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'logs' }, requestId: 'logs' }
  return change(ctx, async (ctx) => {
    const readers = await lockReaders(ctx)
    let wait: number | null = null
    for (const reader of readers) {
      // oxlint-disable-next-line no-await-in-loop -- one connection
      const next = await readFeed(ctx, reader)
      if (next !== null) wait = Math.min(wait ?? Infinity, next)
    }
    return wait
  })
}

/** Triggers with lines that nobody has matched, or that have waited long enough. */
async function lockReaders(ctx: Changing): Promise<Reader[]> {
  const now = new Date(ctx.platform.clock.now()).toISOString()
  return rowsOf<Reader>(
    ctx.db,
    sql`
      select t.id, t.name, t.qualifier, t.config, f.id as function_id, f.space_id
      from triggers t join functions f on f.id = t.function_id
      where t.type = 'log' and t.enabled and exists (select from log_feed where trigger_id = t.id)
      order by (select min(fed_at) from log_feed where trigger_id = t.id and (matched is null
        or fed_at <= ${now}::timestamptz - make_interval(secs => (t.config ->> 'batchWindowSeconds')::float8))) nulls last
      limit ${TRIGGERS}
      for no key update of t skip locked for key share of f skip locked`,
  )
}

/** Its matching lines become tasks, and leave the feed, in one transaction. */
async function readFeed(ctx: Changing, reader: Reader): Promise<number | null> {
  const rows = await rowsOf<FeedRow>(
    ctx.db,
    sql`select * from log_feed where trigger_id = ${reader.id} order by id limit ${LINES}`,
  )
  const { matched, passed, left } = sort(rows, reader.config)
  const looping = matched.filter(({ hops }) => hops + 1 >= LIMITS.hops)
  const now = ctx.platform.clock.now()
  const { batches, waiting, dueAt } = cutBatches(
    matched.filter((row) => !looping.includes(row)),
    reader.config,
    now,
  )
  await fire(ctx, reader, { batches, looping })
  await forget(ctx, reader, [...passed, ...looping, ...batches.flat()])
  await markMatched(ctx, reader, waiting)
  if (left > 0 || rows.length === LINES) return 0
  return dueAt === null ? null : Math.max(0, dueAt - now)
}

/** @returns lines for the trigger, lines that are not, and how many nobody had time for */
function sort(rows: readonly FeedRow[], config: LogTriggerConfig) {
  const matches = lineMatcher(config)
  const matched: FeedRow[] = []
  const passed: FeedRow[] = []
  const until = performance.now() + MATCH_MS
  for (const [index, row] of rows.entries()) {
    if (performance.now() > until && index > 0) return { matched, passed, left: rows.length - index }
    const line = { ...row, fedAt: Date.parse(row.fed_at) }
    if (row.matched === true || matches(row)) matched.push(line)
    else passed.push(line)
  }
  return { matched, passed, left: 0 }
}

async function fire(
  ctx: Changing,
  reader: Reader,
  { batches, looping }: { batches: readonly FeedRow[][]; looping: readonly FeedRow[] },
): Promise<void> {
  const at = new Date(ctx.platform.clock.now())
  const tasks = await enqueueTasks(
    ctx,
    batches.map((batch) => {
      // The call that stands behind most others: the chain that a circle would be part of.
      const from = batch.reduce((most, line) => (line.hops > most.hops ? line : most))
      return {
        functionId: reader.function_id,
        qualifier: reader.qualifier,
        event: Buffer.from(JSON.stringify({ logs: batch.map(lineOf) })),
        trigger: 'log' as const,
        triggerId: reader.id,
        triggerName: reader.name,
        caller: `function ${reader.config.function}`,
        parentId: from.invocation_id,
        traceId: from.trace_id,
        hops: from.hops + 1,
        lineage: from.lineage ?? from.invocation_id.replaceAll('-', ''),
      }
    }),
  )
  const of = {
    spaceId: reader.space_id,
    functionId: reader.function_id,
    triggerId: reader.id,
    cause: 'source' as const,
    at,
  }
  const firings = batches.map((batch, index): NewFiring => ({
    ...of,
    outcome: 'fired',
    taskId: tasks[index]!.id,
    occurredAt: new Date(batch[0]!.time),
    detail: countOf(batch),
  }))
  if (looping.length > 0) firings.push({ ...of, outcome: 'skipped', reason: 'loop', detail: countOf(looping) })
  await recordFirings(ctx, firings)
}

const countOf = ({ length }: readonly FeedRow[]) => (length === 1 ? '1 line' : `${length} lines`)

function lineOf({ time, level, message, invocation_id }: FeedRow) {
  return { time: iso(time), level, message, invocationId: invocation_id }
}

async function forget(ctx: Changing, { id }: Reader, rows: readonly FeedRow[]): Promise<void> {
  if (rows.length === 0) return
  await ctx.db.execute(sql`delete from log_feed where trigger_id = ${id} and id = any(${idsOf(rows)})`)
}

async function markMatched(ctx: Changing, { id }: Reader, rows: readonly FeedRow[]): Promise<void> {
  const fresh = rows.filter(({ matched }) => matched !== true)
  if (fresh.length === 0) return
  await ctx.db.execute(sql`update log_feed set matched = true where trigger_id = ${id} and id = any(${idsOf(fresh)})`)
}

const idsOf = (rows: readonly FeedRow[]) => sql`${sql.param(rows.map((row) => row.id))}::uuid[]`
