import type { Grant, Page, PageQuery } from '@alcove/contract'
import { and, asc, eq, gt } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { decodeCursor, pageFrom } from '../../database/cursor.ts'
import { accounts, grants } from '../../database/schema/index.ts'
import { grantOf, selectGrants } from './grant-of.ts'

export const listGrants = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery }): Promise<Page<Grant>> => {
  const after = decodeCursor(input.cursor, /^.{1,254}$/)
  const rows = await selectGrants(ctx)
    .where(and(eq(grants.spaceId, ctx.space.id), after === null ? undefined : gt(accounts.email, after)))
    .orderBy(asc(accounts.email))
    .limit(input.limit + 1)
  return pageFrom(rows, input.limit, (row) => row.email, grantOf)
})
