import type { Grant, Page, PageQuery } from '@alcove/contract'
import { and, eq, gt } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { decodeCursor, pageFrom } from '../../database/cursor.ts'
import { grants } from '../../database/schema/index.ts'
import { GRANT_ORDER, grantOf, selectGrants } from './grant-of.ts'

/** Ended ones included, until they are removed: they say why someone has no access any more. */
export const listGrants = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery }): Promise<Page<Grant>> => {
  const after = decodeCursor(input.cursor, /^.{1,400}$/)
  const rows = await selectGrants(ctx)
    .where(and(eq(grants.spaceId, ctx.space.id), after === null ? undefined : gt(GRANT_ORDER, after)))
    .orderBy(GRANT_ORDER)
    .limit(input.limit + 1)
  return pageFrom(rows, input.limit, (row) => row.order, grantOf)
})
