import { accountsQuery } from '../../../api/accounts.ts'
import { grantsQuery } from '../../../api/spaces.ts'
import type { Member } from './matrix.ts'
import { useWholeList } from '../../../components/useWholeList.ts'

/** Accounts with a grant, administrators, and accounts that could get a grant. */
export function useMembers(space: string) {
  const grants = useWholeList(grantsQuery(space))
  const accounts = useWholeList(accountsQuery).data ?? []
  const administrators = new Set(accounts.filter((account) => account.administrator).map((account) => account.id))
  const granted: Member[] = (grants.data ?? []).map((grant) => ({
    accountId: grant.accountId,
    name: grant.name,
    email: grant.email,
    role: grant.role,
    administrator: administrators.has(grant.accountId),
  }))
  const others = accounts
    .filter((account) => account.state !== 'suspended' && !granted.some((member) => member.accountId === account.id))
    .map((account) => ({
      accountId: account.id,
      name: account.name,
      email: account.email,
      role: null,
      administrator: account.administrator,
    }))
  return { grants, granted, through: others.filter((member) => member.administrator), others }
}
