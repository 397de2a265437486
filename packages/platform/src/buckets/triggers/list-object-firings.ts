import type { ObjectFiring, ObjectFiringQuery, Page } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { firstIdAt } from '../../database/ids.ts'
import { authorize } from '../../identity/access/authorize.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { firingOf, readFirings } from '../../triggers/firings/read-firings.ts'
import { findObject } from '../objects/object-of.ts'

/** Firings carry the time of the transaction that wrote the object: the ids around it bound the search. */
const AROUND_MS = 10_000

/** What an object started when it was last written. */
export const listObjectFirings = verb(
  async ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: ObjectFiringQuery & { bucket: string }
  }): Promise<Page<ObjectFiring>> => {
    const { bucket, key, limit, cursor } = input
    // Firings show what functions did.
    await authorize({ ctx, action: 'functions:read', space: ctx.space.name })
    const written = (await findObject(ctx, bucket, key)).updatedAt.getTime()
    const before = decodeCursor(cursor, BY_ID) ?? firstIdAt(written + AROUND_MS)
    const listeners = await rowsOf<{ id: string; name: string; function: string }>(
      ctx.db,
      sql`
        select t.id, t.name, f.name as function from triggers t join functions f on f.id = t.function_id
        where f.space_id = ${ctx.space.id} and t.type = 'bucket' and t.config ->> 'bucket' = ${bucket}`,
    )
    const known = new Map(listeners.map((listener) => [listener.id, listener]))
    const where = sql`
      f.trigger_id = any(${sql.param([...known.keys()])}::uuid[]) and f.detail = ${key}
      and f.id >= ${firstIdAt(written - AROUND_MS)} and f.id < ${before}`
    const rows = await readFirings(ctx, where, limit + 1)
    return pageFrom(
      rows,
      limit,
      ({ id }) => id,
      (row) => {
        const listener = known.get(row.trigger_id)!
        return { ...firingOf(row), function: listener.function, trigger: listener.name }
      },
    )
  },
)
