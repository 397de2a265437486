import { notFound, type Group, type GroupSummary, type Page, type PageQuery } from '@alcove/contract'
import { asc, eq, gt } from 'drizzle-orm'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { BY_NAME, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { groups } from '../../database/schema/index.ts'
import { groupOf, selectGroups, selectSummaries, summaryOf } from './group-of.ts'

export const listGroups = verb(async ({ ctx, input }: { ctx: Ctx; input: PageQuery }): Promise<Page<GroupSummary>> => {
  authorizePlatform({ ctx, action: 'accounts:write' })
  const after = decodeCursor(input.cursor, BY_NAME)
  const rows = await selectSummaries(ctx)
    .where(after === null ? undefined : gt(groups.name, after))
    .orderBy(asc(groups.name))
    .limit(input.limit + 1)
  return pageFrom(rows, input.limit, (row) => row.name, summaryOf)
})

export const getGroup = verb(async ({ ctx, input }: { ctx: Ctx; input: { name: string } }): Promise<Group> => {
  authorizePlatform({ ctx, action: 'accounts:write' })
  const [row] = await selectGroups(ctx).where(eq(groups.name, input.name))
  if (!row) throw notFound('group', input.name)
  return groupOf(row)
})
