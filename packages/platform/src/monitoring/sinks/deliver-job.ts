import { and, eq, sql } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { sinkCursors, sinks, spaces } from '../../database/schema/index.ts'
import { authorize } from '../../identity/access/authorize.ts'
import type { AttemptEnd, Job, JobKind } from '../../jobs/job.ts'
import { queueJob } from '../../jobs/queue-job.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx, SpaceCtx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import { backOff } from './back-off.ts'
import type { Destination } from './destinations/destination.ts'
import { openDestination } from './destinations/open-destination.ts'
import { DATASETS, readRecords } from './read/datasets.ts'
import { dropLate, readLate } from './read/late-records.ts'
import { SINKS_JOB } from './signal.ts'
import type { CursorRow, SinkRow } from './sink-of.ts'
import { opened, reasonOf } from './test-sink.ts'

/** A sink then gives its place to another one. */
const TURN_MS = 5_000
/** Between two looks for new records; files take longer, so that they are larger. */
const PAUSE_MS = { usual: 3_000, files: 30_000 }
const AT_A_TIME = 1_000

interface Delivery {
  ctx: SpaceCtx
  sink: SinkRow
  destination: Destination
  signal: AbortSignal
}

/** Delivers records of one sink after the other, each for a turn of some seconds. A lease keeps other servers off. */
export function deliverJob(platform: Platform): JobKind {
  return {
    concurrency: 16,
    concurrencyOfASpace: 4,
    // The sink itself counts failures of its receiver: what fails here is Alcove's own, and passes.
    retry: { maxAttempts: 1_000_000, firstDelayMs: 1_000, maxDelayMs: 30_000 },
    async attempt(job, signal) {
      const [found] = await platform.db
        .select({ sink: sinks, space: spaces.name })
        .from(sinks)
        .innerJoin(spaces, eq(spaces.id, sinks.spaceId))
        .where(eq(sinks.id, job.key))
      if (!found || found.sink.paused || found.sink.stopped) return end(job, found?.sink ?? null, 0)
      const asked: Ctx = {
        platform,
        db: platform.db,
        actor: { kind: 'platform', name: 'sinks' },
        requestId: newId(),
        signal,
      }
      const ctx = await authorize({ ctx: asked, action: 'logs:read', space: found.space })
      try {
        const more = await deliverTurn(ctx, found.sink, signal)
        const isFiles = found.sink.type === 'bucket' || found.sink.type === 's3'
        return end(job, found.sink, more ? 0 : isFiles ? PAUSE_MS.files : PAUSE_MS.usual)
      } catch (error) {
        if (signal.aborted) throw error
        return failed(job, found.sink, reasonOf(error))
      }
    },
    giveUp: () => Promise.resolve(),
  }
}

/** @returns whether more waits */
async function deliverTurn(ctx: SpaceCtx, sink: SinkRow, signal: AbortSignal): Promise<boolean> {
  const turnEnds = performance.now() + TURN_MS
  const { type, config } = sink
  const destination = await openDestination(ctx, { type, config, secret: opened(ctx, sink.sealed) })
  try {
    const delivery = { ctx, sink, destination, signal }
    let more = true
    while (more && performance.now() < turnEnds) {
      more = false
      const cursors = await ctx.db.select().from(sinkCursors).where(eq(sinkCursors.sinkId, sink.id))
      for (const cursor of cursors) {
        signal.throwIfAborted()
        // oxlint-disable-next-line no-await-in-loop -- one after the other takes little memory
        if (await deliverNext(delivery, cursor)) more = true
      }
    }
    return more
  } finally {
    await destination.close()
  }
}

/** Delivers the next records of a dataset, and only then moves its cursor. @returns whether there may be more */
async function deliverNext({ ctx, sink, destination }: Delivery, cursor: CursorRow): Promise<boolean> {
  const { dataset, position } = cursor
  const late = await readLate(ctx, { sinkId: sink.id, dataset, position, limit: AT_A_TIME })
  const before = ctx.platform.clock.now() - DATASETS[dataset].graceMs
  const next = await readRecords(ctx, dataset, { after: position, before, limit: AT_A_TIME })
  const records = [...late.records, ...next.records]
  if (records.length > 0) await destination.write(dataset, records)
  const deliveredTo = new Date(next.more ? (next.records.at(-1)?.at ?? cursor.deliveredTo.getTime()) : before)
  await change(ctx, async (ctx) => {
    const at = new Date(ctx.platform.clock.now())
    const moved = await ctx.db
      .update(sinkCursors)
      .set({
        position: next.position,
        deliveredTo,
        delivered: sql`${sinkCursors.delivered} + ${records.length}`,
      })
      // Another server may have taken over while this one was held up, and be further on.
      .where(and(eq(sinkCursors.sinkId, sink.id), eq(sinkCursors.dataset, dataset), eq(sinkCursors.position, position)))
      .returning({ dataset: sinkCursors.dataset })
    if (moved.length === 0) return
    await dropLate(ctx, sink.id, dataset, late.ids)
    const isFirst = records.length > 0 || sink.attempts > 0
    if (isFirst) {
      await ctx.db
        .update(sinks)
        .set({
          attempts: 0,
          nextAttemptAt: null,
          lastError: null,
          lastErrorAt: null,
          ...(records.length > 0 && { lastDeliveredAt: at }),
        })
        .where(eq(sinks.id, sink.id))
    }
  })
  return next.more || late.ids.length === AT_A_TIME
}

/** The next turn is queued in the transaction that ends this one, unless someone paused the sink meanwhile. */
function end({ kind, key }: Job, sink: SinkRow | null, inMs: number): AttemptEnd {
  return {
    kind: 'done',
    async record(ctx) {
      if (sink === null) return
      const [now] = await ctx.db
        .select({ paused: sinks.paused, stopped: sinks.stopped })
        .from(sinks)
        .where(eq(sinks.id, key))
        .for('update')
      if (!now || now.paused || now.stopped) return
      const runAt = new Date(Date.now() + inMs)
      await queueJob(ctx, { kind, key, spaceId: sink.spaceId, runAt })
    },
  }
}

function failed(job: Job, sink: SinkRow, reason: string): AttemptEnd {
  return {
    kind: 'done',
    async record(ctx) {
      const [now] = await ctx.db.select().from(sinks).where(eq(sinks.id, sink.id)).for('update')
      if (!now || now.paused) return
      const at = ctx.platform.clock.now()
      const attempts = now.attempts + 1
      const next = backOff(attempts, Math.random())
      const nextAttemptAt = next.kind === 'retry' ? new Date(at + next.inMs) : null
      await ctx.db
        .update(sinks)
        .set({ attempts, lastError: reason, lastErrorAt: new Date(at), nextAttemptAt, stopped: next.kind === 'stop' })
        .where(eq(sinks.id, sink.id))
      if (nextAttemptAt !== null) {
        await queueJob(ctx, { kind: SINKS_JOB, key: job.key, spaceId: sink.spaceId, runAt: nextAttemptAt })
      }
    },
  }
}
