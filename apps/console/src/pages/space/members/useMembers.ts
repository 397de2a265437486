import { membersQuery } from '../../../api/access.ts'
import { accountsQuery } from '../../../api/accounts.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import type { Member } from './matrix.ts'

/** Who may do something here by grants of their own or of their groups, who as administrator, and who else there is. */
export function useMembers(space: string) {
  const members = useWholeList(membersQuery(space))
  const accounts = useWholeList(accountsQuery).data ?? []
  const known: Member[] = (members.data ?? []).map((member) => ({
    accountId: member.accountId,
    name: member.name,
    email: member.email,
    administrator: member.administrator,
    state: member.state,
    grants: member.sources.map((source) => ({
      ...source,
      expiresAt: source.expiresAt === null ? null : Date.parse(source.expiresAt),
    })),
  }))
  const others: Member[] = accounts
    .filter(({ id, state }) => state === 'active' && !known.some((member) => member.accountId === id))
    .map(({ id, name, email, administrator, state }) => ({
      accountId: id,
      name,
      email,
      administrator,
      state,
      grants: [],
    }))
  return {
    members,
    granted: known.filter(({ grants }) => grants.length > 0),
    through: known.filter(({ grants }) => grants.length === 0),
    others,
  }
}
