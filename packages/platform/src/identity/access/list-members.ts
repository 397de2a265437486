import { type GrantFact, type Member, type Page, type PageQuery } from '@alcove/contract'
import { and, asc, gt, sql } from 'drizzle-orm'
import { isoOrNull } from '../../database/connect.ts'
import { decodeCursor, pageFrom } from '../../database/cursor.ts'
import { accounts } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { rightsIn } from './rights.ts'
import { sourceOf } from './source-of.ts'

/** Every account that may do more here than everyone may, with the source of each right. By e-mail address. */
export const listMembers = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery }): Promise<Page<Member>> => {
  const after = decodeCursor(input.cursor, /^.{1,254}$/)
  const { id, name, visibility } = ctx.space
  const concerns = sql`(g.account_id = accounts.id
    or g.group_id in (select m.group_id from group_members m where m.account_id = accounts.id))`
  const facts = sql<GrantFact[]>`(
    select coalesce(json_agg(json_build_object('role', g.role, 'function', f.name, 'group', gr.name,
      'expiresAt', floor(extract(epoch from g.expires_at) * 1000)::bigint)), '[]')
    from grants g left join functions f on f.id = g.function_id left join groups gr on gr.id = g.group_id
    where g.space_id = ${id} and ${concerns})`
  const rows = await ctx.db
    .select({
      id: accounts.id,
      name: accounts.name,
      email: accounts.email,
      administrator: accounts.administrator,
      state: accounts.state,
      lastSeenAt: accounts.lastSeenAt,
      grants: facts,
    })
    .from(accounts)
    .where(
      and(
        sql`(accounts.administrator or accounts.id in (
          select g.account_id from grants g where g.space_id = ${id} and g.account_id is not null
          union select m.account_id from grants g join group_members m on m.group_id = g.group_id
            where g.space_id = ${id}))`,
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
    ({ grants, state, lastSeenAt, id: accountId, ...account }) => ({
      ...account,
      accountId,
      active: state === 'active',
      role: rightsIn({ kind: 'account', id: accountId, ...account }, { name, visibility, grants }, now).role,
      sources: grants.map(sourceOf),
      lastSeenAt: isoOrNull(lastSeenAt),
    }),
  )
})
