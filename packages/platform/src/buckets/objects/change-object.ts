import { AlcoveError, notFound } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { objects, spaces, type Piece } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { publishEvents } from '../../events/publish-events.ts'
import { WARN_AT } from '../../quotas/counter.ts'
import { discard, keep } from '../pieces/discard.ts'
import type { ObjectChange } from '../../triggers/kinds/bucket/object-change.ts'
import { fireTriggers } from './fire-triggers.ts'
import type { ObjectRow } from './object-of.ts'

const MB = 2 ** 20

export interface NewObject {
  etag: string
  contentType: string
  metadata: Record<string, string>
  pieces: Piece[]
}

interface ChangeOfObject {
  bucketId: string
  key: string
  /** ETags of the object that the caller has seen. */
  expected?: Expected | undefined
  /** Null removes the object. */
  next: NewObject | null
  /** The event's name for triggers; by default that of a put or a deletion. */
  how?: ObjectChange['how'] | undefined
  /** Set when the bucket counts and keeps the pieces of `next` already: those of an upload or of a moved object. */
  counted?: boolean
}

/**
 * Writes or removes an object. Changes of objects of one space happen one after the other, which decides every condition
 * and every quota exactly, whatever the store and however many servers.
 * @throws {AlcoveError} PreconditionFailed, QuotaExceeded or NotFound; nothing has changed then
 */
export async function changeObject(
  ctx: Changing<SpaceCtx>,
  { bucketId, key, expected, next, how, counted = false }: ChangeOfObject,
): Promise<{ before: ObjectRow | null; after: ObjectRow | null }> {
  await lockSpace(ctx, ctx.space.id)
  const place = and(eq(objects.bucketId, bucketId), eq(objects.key, key))
  const [before = null] = await ctx.db.select().from(objects).where(place)
  requireExpected(expected, before?.etag ?? null, `The object "${key}"`)
  if (next === null) {
    if (before === null) return { before, after: null }
    await ctx.db.delete(objects).where(place)
    await discard(ctx, before.pieces)
    await count(ctx, bucketId, { objects: -1, bytes: -before.bytes })
    await fireTriggers(ctx, bucketId, [changeOf(before, 'removed', how ?? 'Delete')])
    return { before, after: null }
  }
  const bytes = next.pieces.reduce((sum, piece) => sum + piece.bytes, 0)
  const row = { ...next, bytes, updatedAt: new Date(ctx.platform.clock.now()), updatedBy: nameOf(ctx.actor) }
  const added = (counted ? 0 : bytes) - (before?.bytes ?? 0)
  // First, because it also checks that the bucket still exists.
  await count(ctx, bucketId, { objects: before === null ? 1 : 0, bytes: added })
  if (!counted) for (const piece of next.pieces) await keep(ctx, piece)
  const [after] = await ctx.db
    .insert(objects)
    .values({ bucketId, key, ...row })
    .onConflictDoUpdate({ target: [objects.bucketId, objects.key], set: row })
    .returning()
  if (before !== null) await discard(ctx, before.pieces)
  await fireTriggers(ctx, bucketId, [changeOf(after!, 'created', how ?? 'Put')])
  return { before, after: after! }
}

function changeOf({ key, bytes, etag }: ObjectRow, type: ObjectChange['type'], how: ObjectChange['how']): ObjectChange {
  return { type, how, key, bytes, etag }
}

/** Before any row of its buckets is changed, so that two changes cannot deadlock. */
export async function lockSpace(ctx: Changing, spaceId: string): Promise<void> {
  await ctx.db.select({ id: spaces.id }).from(spaces).where(eq(spaces.id, spaceId)).for('no key update')
}

/** @throws {AlcoveError} InsufficientStorage when the bucket or the space would hold more than it may */
export async function count(
  ctx: Changing<SpaceCtx>,
  bucketId: string,
  change: { objects: number; bytes: number },
): Promise<void> {
  // The space is locked: what its other buckets hold does not change meanwhile.
  const [counted] = await rowsOf<{ name: string; over: string | null; held: string; limit_mb: number }>(
    ctx.db,
    sql`
      with counted as (
        update buckets set objects = objects + ${change.objects}, bytes = bytes + ${change.bytes}
        where id = ${bucketId} and space_id = ${ctx.space.id}
        returning id, name, bytes, bytes - quota_bytes as over
      )
      select c.name, c.over, s.object_storage_mb as limit_mb, c.bytes + coalesce(
          (select sum(b.bytes) from buckets b where b.space_id = s.id and b.id <> c.id), 0
        ) as held
      from counted c, spaces s where s.id = ${ctx.space.id}`,
  )
  if (!counted) throw notFound('bucket', bucketId)
  if (change.bytes <= 0) return
  const { name, over, limit_mb: limitMb } = counted
  const held = Number(counted.held)
  if (Number(over ?? 0) > 0) throw overQuota(`The bucket ${name}`, Number(over))
  if (held > limitMb * MB) throw overQuota(`The space ${ctx.space.name}`, held - limitMb * MB)
  await warnAt(ctx, { before: held - change.bytes, held, limitMb })
}

/** Tells the owners of the space when this write fills it to 80 %. */
async function warnAt(
  ctx: Changing<SpaceCtx>,
  { before, held, limitMb }: { before: number; held: number; limitMb: number },
): Promise<void> {
  const most = limitMb * MB * WARN_AT
  if (held < most || before >= most) return
  const data = { function: null, limit: 'objectStorageMb', allowed: limitMb, used: Math.round(held / MB) }
  const source = `/spaces/${ctx.space.name}`
  await publishEvents(ctx, ctx.space.id, [{ type: 'alcove.quota.warning', source, subject: 'objectStorageMb', data }])
}

function overQuota(what: string, bytes: number): AlcoveError {
  return new AlcoveError(
    'InsufficientStorage',
    `${what} would be ${bytes} bytes over its quota: delete objects or raise it`,
  )
}
