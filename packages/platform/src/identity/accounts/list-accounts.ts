import type { Account, Page, PageQuery } from '@alcove/contract'
import { asc, gt } from 'drizzle-orm'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { decodeCursor, pageFrom } from '../../database/cursor.ts'
import { accounts } from '../../database/schema/index.ts'
import { accountOfRow, selectAccounts } from './account-of.ts'

export const listAccounts = verb(async ({ ctx, input }: { ctx: Ctx; input: PageQuery }): Promise<Page<Account>> => {
  authorizePlatform({ ctx, action: 'accounts:write' })
  const after = decodeCursor(input.cursor, /^.{1,254}$/)
  const rows = await selectAccounts(ctx)
    .where(after === null ? undefined : gt(accounts.email, after))
    .orderBy(asc(accounts.email))
    .limit(input.limit + 1)
  return pageFrom(rows, input.limit, (row) => row.email, accountOfRow)
})
