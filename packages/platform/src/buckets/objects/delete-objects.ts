import type { DeletedObjects, DeleteObjects } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findBucketId } from '../bucket-of.ts'
import { removeObjects } from './remove-objects.ts'
import { changeInTurn } from './change-in-turn.ts'

/** Objects of a folder that are deleted at a time. */
const BATCH = 1000

/** Deletes these objects, or the first ones of a folder: all of them, or none. */
export const deleteObjects = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: DeleteObjects & { bucket: string } }): Promise<DeletedObjects> => {
    const bucketId = await findBucketId(ctx, input.bucket)
    const keys = 'keys' in input ? [...new Set(input.keys)] : await keysOf(ctx, bucketId, input.prefix)
    const deleted = await changeInTurn(ctx, async (ctx) => {
      const deleted = await removeObjects(ctx, bucketId, keys)
      const before = { objects: deleted, ...('prefix' in input ? { prefix: input.prefix } : { from: keys[0] }) }
      if (deleted > 0) await ctx.change.audit('objects:delete', `bucket ${input.bucket}`, { before, after: null })
      return deleted
    })
    return { deleted, more: 'prefix' in input && keys.length === BATCH }
  },
)

async function keysOf(ctx: SpaceCtx, bucketId: string, prefix: string): Promise<string[]> {
  const rows = await rowsOf<{ key: string }>(
    ctx.db,
    sql`
      select key from objects where bucket_id = ${bucketId} and key >= ${prefix} and key ^@ ${prefix}
      order by key limit ${BATCH}`,
  )
  return rows.map(({ key }) => key)
}
