import type { Account, AccountQuery, Page } from '@alcove/contract'
import { and, sql } from 'drizzle-orm'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { decodeCursor, pageFrom } from '../../database/cursor.ts'
import { accountOfRow, selectAccounts } from './account-of.ts'
import { matchingAccounts } from './matching-accounts.ts'

const RANK = sql`(accounts.state <> 'active')::int`
/** Microseconds, as the database has them: a rounded time would repeat or skip an account on the next page. */
const SEEN = sql`coalesce((extract(epoch from accounts.last_seen_at) * 1000000)::bigint, 0)`

/** Who was here last comes first; who is invited or suspended comes after the others. */
export const listAccounts = verb(async ({ ctx, input }: { ctx: Ctx; input: AccountQuery }): Promise<Page<Account>> => {
  authorizePlatform({ ctx, action: 'accounts:write' })
  const [rank, seen, email] = decodeCursor(input.cursor, /^[01] [0-9]{1,18} \S{1,254}$/)?.split(' ') ?? []
  const after =
    email === undefined
      ? undefined
      : sql`(${RANK}, -${SEEN}, accounts.email) > (${Number(rank)}::int, -${seen}::bigint, ${email})`
  const rows = await selectAccounts(ctx, { sortKey: sql<string>`${RANK} || ' ' || ${SEEN} || ' ' || accounts.email` })
    .where(and(matchingAccounts(input, ctx.platform.clock.now()), after))
    // As the index has it.
    .orderBy(sql`accounts.state <> 'active'`, sql`accounts.last_seen_at desc nulls last`, sql`accounts.email`)
    .limit(input.limit + 1)
  return pageFrom(rows, input.limit, (row) => row.sortKey, accountOfRow)
})
