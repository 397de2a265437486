import { notFound, type RecordKind, type Sink, type SinkDataset, type SinkState } from '@alcove/contract'
import { and, eq, inArray } from 'drizzle-orm'
import { iso, isoOrNull } from '../../database/connect.ts'
import { sinkCursors, sinks, spaces } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { etagOf } from '../../kernel/etag-of.ts'
import { DATASETS } from './read/datasets.ts'
import { readWaiting, type Waiting } from './read/waiting.ts'

export type SinkRow = typeof sinks.$inferSelect
export type CursorRow = typeof sinkCursors.$inferSelect

/** Beyond this age of what waits, a sink is behind. */
const BEHIND_S = 300
const DAY_MS = 86_400_000
const KINDS: Record<SinkDataset, RecordKind> = {
  logs: 'lines',
  metrics: 'metrics',
  invocations: 'invocations',
  traces: 'invocations',
}

export const namedSink = (ctx: SpaceCtx, name: string) => and(eq(sinks.spaceId, ctx.space.id), eq(sinks.name, name))

/** @throws {AlcoveError} NotFound */
export async function findSink(ctx: SpaceCtx, name: string): Promise<SinkRow> {
  const [row] = await ctx.db.select().from(sinks).where(namedSink(ctx, name))
  if (!row) throw notFound('sink', name)
  return row
}

/** Sinks as they are shown, each with what waits for it. */
export async function sinksOf(ctx: SpaceCtx, rows: readonly SinkRow[]): Promise<Sink[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const cursors = await ctx.db.select().from(sinkCursors).where(inArray(sinkCursors.sinkId, ids))
  const [space] = await ctx.db.select({ retention: spaces.retention }).from(spaces).where(eq(spaces.id, ctx.space.id))
  const shown: Sink[] = []
  for (const row of rows) {
    const own = cursors.filter(({ sinkId }) => sinkId === row.id)
    // oxlint-disable-next-line no-await-in-loop -- few sinks
    const waiting = await Promise.all(own.map(({ dataset, position }) => readWaiting(ctx, dataset, position)))
    const kept = own.flatMap(({ dataset }, index) => {
      const { oldestAt } = waiting[index]!
      const keptMs = space!.retention[KINDS[dataset]] * DAY_MS
      return oldestAt === null ? [] : [{ until: oldestAt + keptMs, warnAt: oldestAt + keptMs - warningMs(keptMs) }]
    })
    shown.push(sinkOf(ctx, row, own, waiting, kept))
  }
  return shown
}

/** How long before it goes a record that waits is in danger. Of what is kept for a day, every delay would count. */
const warningMs = (keptMs: number): number => Math.min(DAY_MS, keptMs / 2)

/** Not of whether it is paused: that has a button of its own. */
export const etagOfSink = ({ datasets, config, sealed }: SinkRow): string => etagOf([datasets, config, sealed])

function sinkOf(
  ctx: SpaceCtx,
  row: SinkRow,
  own: readonly CursorRow[],
  waiting: readonly Waiting[],
  kept: readonly { until: number; warnAt: number }[],
): Sink {
  const now = ctx.platform.clock.now()
  const cursors = own.map(({ dataset, deliveredTo, delivered }, index) => {
    const { oldestAt, count } = waiting[index]!
    // What is younger than that is left to come together.
    const age = oldestAt === null ? 0 : now - oldestAt - DATASETS[dataset].graceMs
    return {
      dataset,
      lagSeconds: Math.max(0, Math.round(age / 1000)),
      waiting: count,
      deliveredTo: iso(deliveredTo),
      delivered,
    }
  })
  const lagSeconds = Math.max(0, ...cursors.map((cursor) => cursor.lagSeconds))
  return {
    name: row.name,
    type: row.type,
    datasets: row.datasets,
    config: row.config,
    hasSecret: row.sealed !== null,
    state: stateOf(row, lagSeconds),
    lagSeconds,
    cursors,
    keptUntil: kept.length === 0 ? null : new Date(Math.min(...kept.map(({ until }) => until))).toISOString(),
    expiring: kept.some(({ warnAt }) => warnAt <= now),
    lastDeliveredAt: isoOrNull(row.lastDeliveredAt),
    attempts: row.attempts,
    lastError: row.lastError,
    lastErrorAt: isoOrNull(row.lastErrorAt),
    nextAttemptAt: isoOrNull(row.nextAttemptAt),
    etag: etagOfSink(row),
    changedBy: row.changedBy,
    changedAt: iso(row.changedAt),
  }
}

function stateOf({ paused, stopped, attempts }: SinkRow, lagSeconds: number): SinkState {
  if (paused) return 'paused'
  if (stopped) return 'stopped'
  if (attempts > 0) return 'retrying'
  return lagSeconds > BEHIND_S ? 'behind' : 'delivering'
}
