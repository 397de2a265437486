import type { Page, PageQuery, TriggerConfig, TriggerOfBucket } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { isoOrNull, rowsOf } from '../../database/connect.ts'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { triggers } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findBucket } from '../bucket-of.ts'

interface Row extends RawRow<typeof triggers> {
  function: string
  last_at: string | null
}

/** The triggers that listen to a bucket, whichever function they start, oldest first. */
export const listBucketTriggers = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery & { bucket: string } }): Promise<Page<TriggerOfBucket>> => {
    const { name } = await findBucket(ctx, input.bucket)
    const after = decodeCursor(input.cursor, BY_ID)
    const rows = await rowsOf<Row>(
      ctx.db,
      sql`
        select t.*, f.name as function, (select at from firings where trigger_id = t.id order by id desc limit 1) as last_at
        from triggers t join functions f on f.id = t.function_id
        where f.space_id = ${ctx.space.id} and t.type = 'bucket' and t.config ->> 'bucket' = ${name}
          and ${after === null ? sql`true` : sql`t.id > ${after}`}
        order by t.id limit ${input.limit + 1}`,
    )
    return pageFrom(rows, input.limit, ({ id }) => id, shownOf)
  },
)

function shownOf(row: Row): TriggerOfBucket {
  const { id, name, qualifier, enabled, paused_by: pausedBy, config, last_at } = row
  const shown = { id, function: row.function, name, qualifier, enabled, pausedBy }
  return { ...shown, config: config as TriggerConfig<'bucket'>, lastFiredAt: isoOrNull(last_at) }
}
