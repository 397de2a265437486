import { AlcoveError, notFound } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { prepared, rowsOf } from '../../database/connect.ts'
import { publishEvents } from '../../kernel/events/publish-events.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { WARN_AT } from '../../usage/quotas/counter.ts'

const MB = 2 ** 20

const lock = prepared(sql`select from spaces where id = ${sql.placeholder('spaceId')} for no key update`)

/** The lock that each transaction took last. */
const locked = new WeakMap<Changing['db'], { spaceId: string; taken: Promise<unknown> }>()

/**
 * Changes of objects of one space happen one after the other, which decides every condition and every quota exactly,
 * whatever the store and however many servers. Lock before any row of its buckets is changed, so that two changes cannot
 * deadlock. A statement that is sent before this resolves runs after it all the same.
 */
export async function lockSpace(ctx: Changing, spaceId: string): Promise<void> {
  const last = locked.get(ctx.db)
  if (last?.spaceId === spaceId) return void (await last.taken)
  const taken = lock(ctx.db, { spaceId })
  locked.set(ctx.db, { spaceId, taken })
  await taken
}

/** What a bucket and its space hold after a change. */
export interface Counted {
  name: string
  /** Bytes over the quota of the bucket; negative below it, null without one. */
  over: string | null
  /** Bytes in all buckets of the space. */
  held: string
  limit_mb: number
}

/** Bytes in the space `s`, whose bucket `c` was counted. Its other buckets do not change while it is locked. */
export const HELD = sql`
  c.bytes + coalesce((select sum(b.bytes) from buckets b where b.space_id = s.id and b.id <> c.id), 0)`

/** @throws {AlcoveError} InsufficientStorage when the bucket or the space would hold more than it may */
export async function count(
  ctx: Changing<SpaceCtx>,
  bucketId: string,
  change: { objects: number; bytes: number },
): Promise<void> {
  const [counted] = await rowsOf<Counted>(
    ctx.db,
    sql`
      with counted as (
        update buckets set objects = objects + ${change.objects}, bytes = bytes + ${change.bytes}
        where id = ${bucketId} and space_id = ${ctx.space.id}
        returning id, name, bytes, bytes - quota_bytes as over
      )
      select c.name, c.over, ${HELD} as held, s.object_storage_mb as limit_mb
      from counted c, spaces s where s.id = ${ctx.space.id}`,
  )
  if (!counted) throw notFound('bucket', bucketId)
  await requireWithinQuotas(ctx, counted, change.bytes)
}

/**
 * @param added bytes by which the bucket has grown
 * @throws {AlcoveError} InsufficientStorage
 */
export async function requireWithinQuotas(ctx: Changing<SpaceCtx>, counted: Counted, added: number): Promise<void> {
  if (added <= 0) return
  const { name, over, limit_mb: limitMb } = counted
  const held = Number(counted.held)
  if (Number(over ?? 0) > 0) throw overQuota(`The bucket ${name}`, Number(over))
  if (held > limitMb * MB) throw overQuota(`The space ${ctx.space.name}`, held - limitMb * MB)
  await warnAt(ctx, { before: held - added, held, limitMb })
}

/** Notifies the owners of the space when this write fills it to 80 %. */
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
