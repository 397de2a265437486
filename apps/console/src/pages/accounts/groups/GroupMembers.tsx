import type { Group } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { UserPlus, X } from 'lucide-react'
import { useId, useState } from 'react'
import { groupsQuery } from '../../../api/access.ts'
import { accountsKey, foundAccountsQuery } from '../../../api/accounts.ts'
import { getGroup, putGroup } from '../../../api/groups.ts'
import { SearchInput } from '../../../components/SearchInput.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Input } from '../../../ui/Field.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Section } from '../../../ui/Section.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { TwoLines } from '../../../ui/TwoLines.tsx'

type Member = Group['members'][number]

/** Fewer are seen at a glance. */
const FILTERED_FROM = 8

/** Who is in a group, up to all accounts there are. */
export function GroupMembers({ group }: { group: Group }) {
  const { t } = useTranslation()
  const list = useId()
  const [email, setEmail] = useState('')
  const [filter, setFilter] = useState('')
  const { name, members, claim } = group
  const accounts = useInfiniteQuery(foundAccountsQuery({ q: email.trim() || undefined })).data ?? []
  const put = useChange({
    // Over the members there are now: somebody else may have changed others.
    run: async (edit: (ids: string[]) => string[]) => {
      const now = await getGroup(name)
      return putGroup(name, { members: edit(now.members.map(({ accountId }) => accountId)) }, now.etag)
    },
    invalidates: [groupsQuery.queryKey, accountsKey],
    onDone: () => setEmail(''),
  })
  const ids = members.map(({ accountId }) => accountId)
  const filled = claim === null ? null : t('groups.filledByClaim', { claim })
  const known = accounts.some((account) => account.email === email.trim().toLowerCase())
  const shown = members.filter((member) =>
    `${member.name} ${member.email}`.toLowerCase().includes(filter.toLowerCase()),
  )
  const columns: Column<Member>[] = [
    {
      id: 'member',
      header: t('groups.member'),
      narrow: 'lead',
      cell: (member) => (
        <span className="flex items-center gap-2.5">
          <Avatar name={member.name} />
          <TwoLines note={member.email}>{member.name}</TwoLines>
        </span>
      ),
    },
    {
      id: 'remove',
      header: <span className="sr-only">{t('groups.remove')}</span>,
      narrow: 'trail',
      width: 48,
      cell: (member) => (
        <IconButton
          size="sm"
          label={t('groups.removeMember', { name: member.name })}
          icon={<X size={14} />}
          disabledReason={filled}
          onClick={() => put.mutate((now) => now.filter((id) => id !== member.accountId))}
        />
      ),
    },
  ]
  return (
    <Section ruled title={t('groups.members')} note={members.length}>
      <form
        className="flex gap-2 px-gutter pb-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (known && !filled) put.mutate((now) => [...now, email.trim()])
        }}
      >
        <Input
          aria-label={t('groups.addMember')}
          placeholder={t('groups.memberHint')}
          list={list}
          autoComplete="off"
          disabled={filled !== null}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <datalist id={list}>
          {accounts
            .filter(({ id }) => !ids.includes(id))
            .map((account) => (
              <option key={account.id} value={account.email}>
                {account.name}
              </option>
            ))}
        </datalist>
        <Button
          type="submit"
          className="h-8!"
          icon={<UserPlus size={14} />}
          pending={put.isPending}
          disabledReason={filled ?? (known ? null : t('groups.knownOnly'))}
        >
          {t('groups.add')}
        </Button>
      </form>
      {members.length > FILTERED_FROM && (
        <div className="px-gutter pb-2.5">
          <SearchInput value={filter} label={t('groups.filterMembers')} onChange={setFilter} />
        </div>
      )}
      {members.length > 0 && (
        <Table
          label={t('groups.members')}
          columns={columns}
          rows={shown}
          rowKey={({ accountId }) => accountId}
          height={44}
        />
      )}
    </Section>
  )
}
