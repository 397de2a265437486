import type { Group, GroupSummary } from '@alcove/contract'
import { getTableColumns, sql } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import type { Ctx } from '../../kernel/context.ts'
import { groups } from '../../database/schema/index.ts'
import { etagOf } from '../../kernel/etag-of.ts'
import { heldGrants, withIsoExpiry } from '../access/held-grants.ts'

const shown = {
  ...getTableColumns(groups),
  memberCount: sql<number>`(select count(*)::int from group_members m where m.group_id = groups.id)`,
  grants: heldGrants(sql`g.group_id = groups.id`),
}

/** Without their members: a list of groups of a thousand people each stays short. */
export const selectSummaries = (ctx: Ctx) => ctx.db.select(shown).from(groups).$dynamic()

export function selectGroups(ctx: Ctx) {
  return ctx.db
    .select({
      ...shown,
      members: sql<Group['members']>`(
        select coalesce(json_agg(json_build_object('accountId', a.id, 'name', a.name, 'email', a.email)
          order by a.email), '[]')
        from group_members m, lateral (select id, name, email from accounts where id = m.account_id limit 1) a
        where m.group_id = groups.id)`,
    })
    .from(groups)
    .$dynamic()
}

export function summaryOf({ id: _id, ...row }: Awaited<ReturnType<typeof selectSummaries>>[number]): GroupSummary {
  return { ...row, grants: withIsoExpiry(row.grants), createdAt: iso(row.createdAt) }
}

export function groupOf({ members, ...row }: Awaited<ReturnType<typeof selectGroups>>[number]): Group {
  const { description, claim } = row
  const ids = members.map(({ accountId }) => accountId).toSorted()
  return { ...summaryOf(row), members, etag: etagOf([description, claim, ids]) }
}
