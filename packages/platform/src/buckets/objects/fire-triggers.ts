import { LIMITS, listensFor, type TriggerConfig } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { publishEvents } from '../../kernel/events/publish-events.ts'
import { nameOf } from '../../kernel/actor.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { newTraceId } from '../../kernel/trace-id.ts'
import { enqueueTasks } from '../../jobs/tasks/enqueue-task.ts'
import { recordFirings, type NewFiring } from '../../triggers/firings/record-firings.ts'
import type { ObjectChange } from '../../triggers/kinds/bucket/object-change.ts'
import { s3Event } from '../../triggers/kinds/bucket/s3-event.ts'

interface Listener {
  type: 'bucket' | 'event'
  id: string
  name: string
  qualifier: string
  config: TriggerConfig<'bucket'>
  function_id: string
  bucket: string
}

/**
 * Starts the functions that listen for these changes, in the same transaction: once it commits, each start is executed
 * at least once or ends in the dead letters. Publishes a change on the bus of the space if a trigger listens for it
 * there.
 */
export async function fireTriggers(
  ctx: Changing<SpaceCtx>,
  bucketId: string,
  changes: readonly ObjectChange[],
): Promise<void> {
  const listeners = await listenersOf(ctx, bucketId)
  const [first] = listeners
  if (first === undefined) return
  if (listeners.some(({ type }) => type === 'event')) await publish(ctx, first.bucket, changes)
  const pairs = changes.flatMap((change) =>
    listeners
      .filter(({ type, config }) => type === 'bucket' && listensFor(config, change))
      .map((listener) => ({ change, listener })),
  )
  if (pairs.length === 0) return
  const now = ctx.platform.clock.now()
  const at = new Date(now)
  const { traceId = newTraceId(), hops = 0, ...cause } = ctx.cause ?? {}
  const by = nameOf(ctx.actor)
  const runs = hops < LIMITS.hops ? pairs : []
  const tasks = await enqueueTasks(
    ctx,
    runs.map(({ change, listener }) => ({
      functionId: listener.function_id,
      qualifier: listener.qualifier,
      event: Buffer.from(
        JSON.stringify(
          s3Event(change, {
            bucket: listener.bucket,
            space: ctx.space.name,
            trigger: listener.name,
            by,
            at,
            id: ctx.requestId,
            sequencer: newId(now).replaceAll('-', '').toUpperCase(),
          }),
        ),
      ),
      trigger: 'bucket',
      triggerId: listener.id,
      triggerName: listener.name,
      caller: by,
      traceId,
      hops,
      ...cause,
    })),
  )
  await recordFirings(
    ctx,
    pairs.map(({ change, listener }, index): NewFiring => {
      const of = {
        spaceId: ctx.space.id,
        functionId: listener.function_id,
        triggerId: listener.id,
        cause: 'source' as const,
        at,
        occurredAt: at,
        detail: change.key,
      }
      const task = tasks[index]
      return task ? { ...of, outcome: 'fired', taskId: task.id } : { ...of, outcome: 'skipped', reason: 'loop' }
    }),
  )
}

/** Whether the trigger `t` listens to the bucket `b`, or to events of its space. */
export const LISTENS = sql`t.enabled and (t.type = 'event' or (t.type = 'bucket' and t.config ->> 'bucket' = b.name))`

/** Locks their functions against deletion, as everything that enqueues tasks must. */
function listenersOf(ctx: Changing<SpaceCtx>, bucketId: string): Promise<Listener[]> {
  return rowsOf<Listener>(
    ctx.db,
    sql`
      select t.type, t.id, t.name, t.qualifier, t.config, f.id as function_id, b.name as bucket
      from buckets b join functions f on f.space_id = b.space_id join triggers t on t.function_id = f.id
      where b.id = ${bucketId} and b.space_id = ${ctx.space.id} and ${LISTENS}
      order by f.id, t.id for key share of f`,
  )
}

async function publish(ctx: Changing<SpaceCtx>, bucket: string, changes: readonly ObjectChange[]): Promise<void> {
  const { name, id } = ctx.space
  await publishEvents(
    ctx,
    id,
    changes.map(({ type, key, bytes, etag }) => ({
      type: `alcove.object.${type}` as const,
      source: `/spaces/${name}/buckets/${bucket}`,
      subject: key,
      data: { bucket, key, bytes, etag, by: nameOf(ctx.actor) },
      ...(ctx.cause && { cause: ctx.cause }),
    })),
  )
}
