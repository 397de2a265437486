import { notFound } from '@alcove/contract'
import { eq, or } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { accounts, groups } from '../../database/schema/index.ts'

const GROUP = 'group:'

/** Whom a grant is for. */
export interface Subject {
  accountId: string | null
  groupId: string | null
  /** For people and the audit. */
  label: string
}

/** The account with this id or e-mail address, or the group after `group:`. @throws {AlcoveError} NotFound */
export async function subjectOf(ctx: Ctx, text: string): Promise<Subject> {
  if (text.startsWith(GROUP)) {
    const name = text.slice(GROUP.length)
    const [group] = await ctx.db.select({ id: groups.id }).from(groups).where(eq(groups.name, name))
    if (!group) throw notFound('group', name)
    return { accountId: null, groupId: group.id, label: `group ${name}` }
  }
  const [account] = await ctx.db
    .select({ id: accounts.id, email: accounts.email })
    .from(accounts)
    .where(or(eq(accounts.id, text), eq(accounts.email, text.toLowerCase())))
  if (!account) throw notFound('account', text)
  return { accountId: account.id, groupId: null, label: `account ${account.email}` }
}
