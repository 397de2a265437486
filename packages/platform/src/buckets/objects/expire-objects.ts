import { AlcoveError } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { authorize } from '../../identity/access/authorize.ts'
import type { Platform } from '../../kernel/platform.ts'
import { changeInTurn } from './change-in-turn.ts'
import { removeObject } from './remove-object.ts'

const BATCH = 500

interface Due {
  space: string
  bucket_id: string
  key: string
  etag: string
}

/** Removes objects that an expiry rule of their bucket has reached, as if somebody deleted them. @returns how many */
export async function expireObjects(platform: Platform): Promise<number> {
  const { db, clock } = platform
  const now = new Date(clock.now())
  let expired = 0
  for (;;) {
    const due = await rowsOf<Due>(
      db,
      sql`
        select s.name as space, o.bucket_id, o.key, o.etag
        from buckets b join spaces s on s.id = b.space_id and s.trashed_at is null,
          jsonb_to_recordset(b.expiry) as rule(prefix text, days int)
          join objects o on o.key ^@ rule.prefix
        where o.bucket_id = b.id and o.updated_at < ${now}::timestamptz - make_interval(days => rule.days)
        limit ${BATCH}`,
    )
    for (const object of due) if (await expire(platform, object)) expired += 1
    if (due.length < BATCH) return expired
  }
}

/** False when somebody wrote the object again meanwhile. */
async function expire(platform: Platform, { space, bucket_id, key, etag }: Due): Promise<boolean> {
  const actor = { kind: 'platform', name: 'expiry' } as const
  const ctx: SpaceCtx = await authorize({
    ctx: { platform, db: platform.db, actor, requestId: 'expiry' },
    action: 'buckets:write',
    space,
  })
  try {
    const removal = { bucketId: bucket_id, key, expected: [etag], how: 'Expiration' as const }
    return await changeInTurn(ctx, (ctx) => removeObject(ctx, removal))
  } catch (error) {
    if (error instanceof AlcoveError && error.code === 'PreconditionFailed') return false
    throw error
  }
}
