import type { Grant } from '@alcove/contract'
import { accountsQuery } from '../../../api/accounts.ts'
import { grantsQuery } from '../../../api/spaces.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import type { Member } from './matrix.ts'

/** Accounts with a grant, administrators, and accounts that could get a grant. */
export function useMembers(space: string) {
  const grants = useWholeList(grantsQuery(space))
  const accounts = useWholeList(accountsQuery).data ?? []
  const administrators = new Set(accounts.filter((account) => account.administrator).map((account) => account.id))
  const granted = membersOf(grants.data ?? [], administrators)
  const others: Member[] = accounts
    .filter((account) => account.state !== 'suspended' && !granted.some((member) => member.accountId === account.id))
    .map((account) => ({
      subject: account.id,
      accountId: account.id,
      name: account.name,
      email: account.email,
      grants: [],
      administrator: account.administrator,
    }))
  return { grants, granted, through: others.filter((member) => member.administrator), others }
}

/** One per account or group, with all that it was granted here. */
function membersOf(grants: readonly Grant[], administrators: ReadonlySet<string>): Member[] {
  const bySubject = Map.groupBy(grants, ({ subject }) => subject)
  return [...bySubject].map(([subject, [first, ...more]]) => ({
    subject,
    accountId: first!.accountId,
    name: first!.name,
    email: first!.email ?? '',
    grants: [first!, ...more].map((grant) => ({
      role: grant.role,
      function: grant.function,
      expiresAt: grant.expiresAt === null ? null : Date.parse(grant.expiresAt),
      group: null,
    })),
    administrator: first!.accountId !== null && administrators.has(first!.accountId),
  }))
}
