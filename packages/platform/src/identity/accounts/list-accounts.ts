import type { Account, AccountQuery, Page } from '@alcove/contract'
import { and, asc, gt, ilike, or } from 'drizzle-orm'
import { authorizePlatform } from '../access/authorize-platform.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { containing } from '../../database/containing.ts'
import { decodeCursor, pageFrom } from '../../database/cursor.ts'
import { accounts } from '../../database/schema/index.ts'
import { accountOfRow, selectAccounts } from './account-of.ts'

export const listAccounts = verb(async ({ ctx, input }: { ctx: Ctx; input: AccountQuery }): Promise<Page<Account>> => {
  authorizePlatform({ ctx, action: 'accounts:write' })
  const after = decodeCursor(input.cursor, /^.{1,254}$/)
  const text = input.q && containing(input.q)
  const found = text ? or(ilike(accounts.name, text), ilike(accounts.email, text)) : undefined
  const rows = await selectAccounts(ctx)
    .where(and(found, after === null ? undefined : gt(accounts.email, after)))
    .orderBy(asc(accounts.email))
    .limit(input.limit + 1)
  return pageFrom(rows, input.limit, (row) => row.email, accountOfRow)
})
