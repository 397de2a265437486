import type { Member, Page, PageQuery } from '@alcove/contract'
import { and, asc, gt, sql } from 'drizzle-orm'
import { isoOrNull } from '../../database/connect.ts'
import { decodeCursor, pageFrom } from '../../database/cursor.ts'
import { accounts } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { rightsIn } from './rights.ts'
import { sourceOf } from './source-of.ts'
import { factsOf } from './space-facts.ts'

/** Every account that may do more here than everyone may, with the source of each right. By e-mail address. */
export const listMembers = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery }): Promise<Page<Member>> => {
  const after = decodeCursor(input.cursor, /^.{1,254}$/)
  const { id, name, visibility } = ctx.space
  const rows = await ctx.db
    .select({
      id: accounts.id,
      name: accounts.name,
      email: accounts.email,
      administrator: accounts.administrator,
      state: accounts.state,
      lastSeenAt: accounts.lastSeenAt,
      grants: factsOf(sql`accounts.id`, id),
    })
    .from(accounts)
    .where(
      and(
        // Three conditions rather than one union: the planner evaluates the next one only for who fails the one before.
        sql`(accounts.administrator
          or accounts.id in (select account_id from grants where space_id = ${id} and account_id is not null)
          or accounts.id in (select m.account_id from group_members m
            where m.group_id in (select group_id from grants where space_id = ${id})))`,
        after === null ? undefined : gt(accounts.email, after),
      ),
    )
    .orderBy(asc(accounts.email))
    .limit(input.limit + 1)
  const now = ctx.platform.clock.now()
  return pageFrom(
    rows,
    input.limit,
    ({ email }) => email,
    ({ grants, lastSeenAt, id: accountId, ...account }) => ({
      ...account,
      accountId,
      role: rightsIn({ kind: 'account', id: accountId, ...account }, { name, visibility, grants }, now).role,
      sources: grants.map(sourceOf),
      lastSeenAt: isoOrNull(lastSeenAt),
    }),
  )
})
