import { AlcoveError, invalid, SINK_LIMITS, SINK_SECRETS, type PutSink, type Sink } from '@alcove/contract'
import { and, count, eq, notInArray } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import type { Put } from '../../database/put.ts'
import { buckets, sinkCursors, sinks } from '../../database/schema/index.ts'
import { authorize } from '../../identity/access/authorize.ts'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { lockSpace } from '../../spaces/lock-space.ts'
import { hostOf, withoutSecret } from './destinations/open-destination.ts'
import { queueSink } from './queue-sink.ts'
import { DATASETS } from './read/datasets.ts'
import { etagOfSink, findSink, namedSink, sinksOf } from './sink-of.ts'

const DAY_MS = 86_400_000

interface PutSinkInput {
  sink: string
  settings: PutSink
  /** ETags of the sink that the caller has seen. */
  expected?: Expected | undefined
}

/** Creates a sink or changes it. Its cursors stay where they are; those of new datasets begin at `startAt`. */
export const putSink = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PutSinkInput }): Promise<Put<Sink>> => {
  const { sink: name, settings, expected } = input
  const { type, datasets, paused, startAt } = settings
  await requireRights(ctx, settings)
  return change(ctx, async (ctx) => {
    await lockSpace(ctx)
    const now = ctx.platform.clock.now()
    const [before] = await ctx.db.select().from(sinks).where(namedSink(ctx, name)).for('update')
    requireExpected(expected, before ? etagOfSink(before) : null, `The sink ${name}`)
    if (before && before.type !== type) {
      throw new AlcoveError('Conflict', `${name} is a ${before.type} sink: delete it first, or choose another name`)
    }
    const { config, secret } = withoutSecret(type, settings.config)
    const sealed = secret === null ? (before?.sealed ?? null) : ctx.platform.sealer.seal(secret)
    const needed = SINK_SECRETS[type]
    // People who may change a sink could point it to a host of their own and read its credential there.
    if (before?.sealed && secret === null && String(hostOf(before)) !== String(hostOf({ type, config }))) {
      throw invalid(`config.${needed}`, 'Was given for another host: give it again')
    }
    if (sealed === null && needed !== null && needed !== 'token') throw invalid(`config.${needed}`, 'Is missing')
    const set = {
      type,
      datasets: [...new Set(datasets)],
      config,
      sealed,
      paused,
      stopped: false,
      attempts: 0,
      lastError: null,
      nextAttemptAt: null,
      changedBy: nameOf(ctx.actor),
      changedAt: new Date(now),
    }
    const [row] = await ctx.db
      .insert(sinks)
      .values({ id: newId(), spaceId: ctx.space.id, name, ...set })
      .onConflictDoUpdate({ target: [sinks.spaceId, sinks.name], set })
      .returning({ id: sinks.id })
    const [all] = await ctx.db.select({ n: count() }).from(sinks).where(eq(sinks.spaceId, ctx.space.id))
    if (all!.n > SINK_LIMITS.sinks) {
      throw invalid('sink', `A space has at most ${SINK_LIMITS.sinks} sinks: delete one first`)
    }
    await putCursors(ctx, row!.id, set.datasets, startAt === null ? now : Math.min(now, Date.parse(startAt)))
    await queueSink(ctx, row!.id)
    await ctx.change.audit(before ? 'sinks:update' : 'sinks:create', `sink ${name}`, {
      before: before ? { datasets: before.datasets, config: before.config, paused: before.paused } : null,
      after: { datasets: set.datasets, config, paused, ...(secret !== null && { credential: 'replaced' }) },
    })
    const [value] = await sinksOf(ctx, [await findSink(ctx, name)])
    return { created: !before, value: value! }
  })
})

async function putCursors(
  ctx: Changing<SpaceCtx>,
  sinkId: string,
  datasets: PutSink['datasets'],
  from: number,
): Promise<void> {
  await ctx.db.delete(sinkCursors).where(and(eq(sinkCursors.sinkId, sinkId), notInArray(sinkCursors.dataset, datasets)))
  const rows = datasets.map((dataset) => ({
    sinkId,
    dataset,
    position: DATASETS[dataset].positionAt(Math.max(from, DAY_MS)),
    deliveredTo: new Date(from),
  }))
  await ctx.db.insert(sinkCursors).values(rows).onConflictDoNothing()
}

/** Requires the right to read the records of the sink, and to write to its destination. */
async function requireRights(ctx: SpaceCtx, { type, datasets, config }: PutSink): Promise<void> {
  const here = { ctx, space: ctx.space.name }
  if (datasets.some((dataset) => dataset !== 'metrics')) await authorize({ ...here, action: 'logs:read' })
  if (datasets.includes('metrics')) await authorize({ ...here, action: 'metrics:read' })
  if (type !== 'bucket') return
  await authorize({ ...here, action: 'buckets:write' })
  const [found] = await ctx.db
    .select({ id: buckets.id })
    .from(buckets)
    .where(and(eq(buckets.spaceId, ctx.space.id), eq(buckets.name, config.bucket)))
  if (!found) throw invalid('config.bucket', `This space has no bucket "${config.bucket}"`)
}
