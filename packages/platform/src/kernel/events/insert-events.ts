import type { PublishedEvents } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { createHash } from 'node:crypto'
import { rowsOf } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { events } from '../../database/schema/index.ts'
import type { Changing } from '../context.ts'
import { newTraceId } from '../trace-id.ts'
import type { NewEvent } from './new-event.ts'
import { EVENTS_PUBLISHED } from './signal.ts'

/** Stores those events of a space that are new. Returns one result per event, in order. */
export async function insertEvents(
  ctx: Changing,
  spaceId: string,
  given: readonly NewEvent[],
): Promise<PublishedEvents['events']> {
  if (given.length === 0) return []
  const receivedAt = new Date(ctx.platform.clock.now())
  const fresh = await takeKeys(ctx, spaceId, given, receivedAt)
  const answers: PublishedEvents['events'] = []
  const rows: (typeof events.$inferInsert)[] = []
  for (const { event, publisher, cause } of given) {
    const { id: eventId, source, type, subject } = event
    // An event that is in one request twice is stored once, too.
    const isNew = fresh.delete(keyOf(event).toString('hex'))
    const id = newId(receivedAt.getTime())
    answers.push({ id: eventId, source, eventId: isNew ? id : null, duplicate: !isNew })
    if (!isNew) continue
    rows.push({
      spaceId,
      id,
      eventId,
      source,
      type,
      subject: subject ?? null,
      event: JSON.stringify(event),
      publisher,
      parentId: cause?.parentId ?? null,
      traceId: cause?.traceId ?? newTraceId(),
      hops: cause?.hops ?? 0,
      lineage: cause?.lineage ?? null,
      receivedAt,
    })
  }
  if (rows.length > 0) {
    await ctx.db.insert(events).values(rows)
    ctx.change.jobQueued(EVENTS_PUBLISHED)
  }
  return answers
}

/** Claims the keys of the events, always in the same order so that two requests cannot deadlock. */
async function takeKeys(ctx: Changing, spaceId: string, given: readonly NewEvent[], now: Date): Promise<Set<string>> {
  const keys = given.map(({ event }) => keyOf(event)).toSorted(Buffer.compare)
  const rows = await rowsOf<{ key: Buffer }>(
    ctx.db,
    sql`
      insert into event_keys (space_id, key, at)
      select distinct ${spaceId}::uuid, k.key, ${now.toISOString()}::timestamptz from unnest(${sql.param(keys)}::bytea[]) as k (key)
      order by k.key
      on conflict (space_id, key) do nothing
      returning key`,
  )
  return new Set(rows.map(({ key }) => key.toString('hex')))
}

function keyOf({ source, id }: NewEvent['event']): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([source, id]))
    .digest()
}
