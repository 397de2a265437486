import type { ApiKey, Page, PageQuery } from '@alcove/contract'
import { and, desc, lt } from 'drizzle-orm'
import { verb, type Ctx } from '../../kernel/context.ts'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { apiKeys } from '../../database/schema/index.ts'
import { keyOf, selectKeys } from './key-of.ts'
import { visibleKeys } from './visible-keys.ts'
import { requireKeysWrite } from './may-manage-keys.ts'

/** Newest first. */
export const listKeys = verb(async ({ ctx, input }: { ctx: Ctx; input: PageQuery }): Promise<Page<ApiKey>> => {
  requireKeysWrite(ctx)
  const before = decodeCursor(input.cursor, BY_ID)
  const rows = await selectKeys(ctx)
    .where(and(visibleKeys(ctx), before === null ? undefined : lt(apiKeys.id, before)))
    .orderBy(desc(apiKeys.id))
    .limit(input.limit + 1)
  return pageFrom(
    rows,
    input.limit,
    (row) => row.id,
    (row) => keyOf(row, ctx.platform.clock.now()),
  )
})
