import { notFound } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import type { Put } from '../../database/put.ts'
import { prepared } from '../../database/connect.ts'
import { nameOf } from '../../kernel/actor.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import type { ObjectChange } from '../../triggers/kinds/bucket/object-change.ts'
import { graceOf } from '../pieces/discard.ts'
import { HELD, lockSpace, requireWithinQuotas, type Counted } from './count.ts'
import { fireTriggers, LISTENS } from './fire-triggers.ts'
import type { ObjectRow } from './object-of.ts'

interface Write {
  bucketId: string
  key: string
  /** ETags of the object that the caller has seen. */
  expected?: Expected | undefined
  next: Pick<ObjectRow, 'etag' | 'contentType' | 'metadata' | 'pieces'>
  /** The event's name for triggers. */
  how: ObjectChange['how']
  /** Set when the bucket counts and keeps the pieces of `next` already: those of an upload or of a moved object. */
  counted?: boolean
}

/**
 * Writes an object: one statement, because each round trip holds up the other writers of the space.
 * @throws {AlcoveError} PreconditionFailed, InsufficientStorage or NotFound; the caller's transaction must end then
 */
export async function writeObject(
  ctx: Changing<SpaceCtx>,
  { bucketId, key, expected, next, how, counted = false }: Write,
): Promise<Put<ObjectRow>> {
  const { etag, contentType, metadata, pieces } = next
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0)
  const now = ctx.platform.clock.now()
  const row = { bucketId, key, ...next, bytes, updatedAt: new Date(now), updatedBy: nameOf(ctx.actor) }
  const kept = counted ? [] : pieces.map(({ name }) => name)
  const added = counted ? 0 : bytes
  // Both are sent at once.
  const locking = lockSpace(ctx, ctx.space.id)
  const writing = WRITE[wantedBy(expected)](ctx.db, {
    spaceId: ctx.space.id,
    bucketId,
    key,
    bytes,
    added,
    etag,
    contentType,
    metadata: JSON.stringify(metadata),
    pieces: JSON.stringify(pieces),
    updatedAt: row.updatedAt.toISOString(),
    updatedBy: row.updatedBy,
    kept,
    oneDueAt: new Date(now + graceOf(1)).toISOString(),
    manyDueAt: new Date(now + graceOf(2)).toISOString(),
    etags: [...(typeof expected === 'object' ? expected : [])],
  })
  const [, [written]] = await Promise.all([locking, writing])
  if (!written) throw notFound('bucket', bucketId)
  requireExpected(expected, written.before, `The object "${key}"`)
  await requireWithinQuotas(ctx, written, added - Number(written.before_bytes ?? 0))
  // The upload took longer than a day.
  if (Number(written.kept) < kept.length)
    throw new Error(`A piece of ${key} was swept before the object referred to it`)
  if (written.watched) await fireTriggers(ctx, bucketId, [{ type: 'created', how, key, bytes, etag }])
  return { created: written.before === null, value: row }
}

/** The object before, unless a condition failed; what the bucket holds now; and how many pieces were there. */
interface Written extends Counted {
  before: string | null
  before_bytes: string | null
  kept: string
  /** Whether a trigger may listen. */
  watched: boolean
}

const value = (name: string) => sql.placeholder(name)

const write = (isExpected: SQL) =>
  prepared<Written>(sql`
    with before as (
      select etag, bytes, pieces from objects where bucket_id = ${value('bucketId')} and key = ${value('key')}
    ), counted as (
      update buckets
      set objects = objects + 1 - (select count(*) from before),
        bytes = bytes + ${value('added')} - coalesce((select bytes from before), 0)
      where id = ${value('bucketId')} and space_id = ${value('spaceId')} and ${isExpected}
      returning id, name, bytes, bytes - quota_bytes as over
    ), kept as (
      delete from discarded_pieces using counted where discarded_pieces.name = any(${value('kept')}::uuid[])
      returning 1
    ), discarded as (
      insert into discarded_pieces (name, delete_after)
      select (piece ->> 'name')::uuid,
        case when jsonb_array_length(pieces) > 1 then ${value('manyDueAt')}::timestamptz
          else ${value('oneDueAt')}::timestamptz end
      from counted, before, jsonb_array_elements(pieces) as piece
    ), written as (
      insert into objects (bucket_id, key, bytes, etag, content_type, metadata, pieces, updated_at, updated_by)
      select id, ${value('key')}, ${value('bytes')}, ${value('etag')}, ${value('contentType')},
        ${value('metadata')}::jsonb, ${value('pieces')}::jsonb, ${value('updatedAt')}::timestamptz,
        ${value('updatedBy')} from counted
      on conflict (bucket_id, key) do update set bytes = excluded.bytes, etag = excluded.etag,
        content_type = excluded.content_type, metadata = excluded.metadata, pieces = excluded.pieces,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by
    )
    select (select etag from before) as before, (select bytes from before) as before_bytes,
      (select count(*) from kept) as kept, c.name, c.over, ${HELD} as held, s.object_storage_mb as limit_mb,
      exists (select from functions f join triggers t on t.function_id = f.id where f.space_id = s.id and ${LISTENS})
        as watched
    from buckets b join spaces s on s.id = b.space_id left join counted c on true
    where b.id = ${value('bucketId')} and b.space_id = ${value('spaceId')}`)

/** By what `requireExpected` checks: a refused write changes nothing. */
const WRITE = {
  anything: write(sql`true`),
  none: write(sql`not exists (select from before)`),
  any: write(sql`exists (select from before)`),
  listed: write(sql`exists (select from before where etag = any(${value('etags')}::text[]))`),
}

function wantedBy(expected: Expected | undefined): keyof typeof WRITE {
  if (expected === undefined) return 'anything'
  return typeof expected === 'string' ? expected : 'listed'
}
