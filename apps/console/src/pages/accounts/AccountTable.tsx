import { type Account, Role } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { Shield, Users } from 'lucide-react'
import { AccountStateTag } from '../../components/access/AccountStateTag.tsx'
import { useSort } from '../../components/useSort.ts'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { AccountActions } from './AccountActions.tsx'
import { Factors } from './Factors.tsx'
import { Avatar } from '../../ui/Avatar.tsx'
import type { Pages } from '../../ui/LoadMore.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { Tag } from '../../ui/Tag.tsx'
import { Time, useNow } from '../../ui/Time.tsx'
import { TwoLines } from '../../ui/TwoLines.tsx'

const SHOWN_GRANTS = 3

interface AccountTableProps {
  accounts: readonly Account[]
  pages: Pages
  myId: string | undefined
  selected: string | undefined
  onOpen: (account: Account) => void
}

export function AccountTable({ accounts, pages, myId, selected, onOpen }: AccountTableProps) {
  const { t } = useTranslation()
  const sort = useSort()
  const columns: Column<Account>[] = [
    {
      id: 'account',
      value: ({ name }) => name,
      header: t('accounts.account'),
      narrow: 'lead',
      className: 'max-w-80',
      cell: (account) => (
        <span className="flex min-w-0 items-center gap-2.5">
          <Avatar name={account.name} me={account.id === myId} />
          <TwoLines note={account.email} tag={account.id === myId && <Tag>{t('common.you')}</Tag>}>
            {account.name}
          </TwoLines>
        </span>
      ),
    },
    {
      id: 'state',
      value: ({ state }) => state,
      header: t('common.state'),
      narrow: 'middle',
      cell: ({ state }) =>
        state === 'active' ? (
          <span className="text-fg-2">{t('accountState.active')}</span>
        ) : (
          <AccountStateTag state={state} />
        ),
    },
    {
      id: 'grants',
      value: ({ administrator, grants, groups }) => (administrator ? Infinity : grants.length + groups.length),
      largestFirst: true,
      header: t('accounts.access'),
      cell: (account) =>
        account.administrator ? (
          <span className="flex items-center gap-1.5 text-fg-2">
            <Shield size={13} className="text-fg-3" />
            {t('roles.administrator')}
          </span>
        ) : (
          <Grants account={account} />
        ),
    },
    {
      id: 'seen',
      value: ({ lastSeenAt }) => lastSeenAt,
      largestFirst: true,
      header: t('accounts.lastSeen'),
      optional: true,
      className: 'text-fg-2',
      cell: (account) =>
        account.lastSeenAt ? <Time at={account.lastSeenAt} /> : <span className="text-fg-3">{t('common.never')}</span>,
    },
    {
      id: 'factors',
      header: t('accounts.twoFactor'),
      optional: true,
      className: 'text-fg-2',
      cell: (account) => <Factors account={account} />,
    },
    {
      id: 'sessions',
      value: ({ sessions }) => sessions,
      header: t('sessions.title'),
      numeric: true,
      optional: true,
      cell: ({ sessions }) => sessions || '–',
    },
    {
      id: 'keys',
      value: ({ keys }) => keys,
      header: t('accounts.keys'),
      numeric: true,
      optional: true,
      cell: ({ keys }) => keys || '–',
    },
    {
      id: 'actions',
      header: <span className="sr-only">{t('accounts.action')}</span>,
      align: 'right',
      narrow: 'end',
      cell: (account) => <AccountActions account={account} me={account.id === myId} />,
    },
  ]
  return (
    <Table
      label={t('shell.accounts')}
      columns={columns}
      rows={accounts}
      rowKey={(account) => account.id}
      sort={sort}
      pages={pages}
      selectedKey={selected ?? null}
      onOpen={onOpen}
      height={44}
    />
  )
}

type HeldGrant = Account['grants'][number]

/** Its groups, and its own grants that have not ended. */
function Grants({ account: { grants: held, groups } }: { account: Account }) {
  const { t } = useTranslation()
  const now = useNow()
  const grants = held.filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now)
  if (grants.length + groups.length === 0) return <span className="text-fg-3">{t('accounts.noGrants')}</span>
  const role = (name: string) => t(`roles.${Role.parse(name)}`)
  const on = ({ space, function: fn }: HeldGrant) => (fn === null ? space : `${space}/${fn}`)
  const all = grants.map((grant) => `${on(grant)}: ${role(grant.role)}`).join(', ')
  return (
    <span title={all} className="flex items-center gap-1.5">
      {groups.map((group) => (
        <Link key={group} {...paths.groups({ id: group })} className="rounded-tag hover:bg-active">
          <Tag icon={<Users size={11} />}>{group}</Tag>
        </Link>
      ))}
      {grants.slice(0, SHOWN_GRANTS).map((grant) => (
        <Link key={on(grant)} {...paths.members(grant.space)} className="rounded-tag hover:bg-active">
          <Tag>
            {on(grant)} · {role(grant.role)}
          </Tag>
        </Link>
      ))}
      {grants.length > SHOWN_GRANTS && <span className="text-sm text-fg-3">+{grants.length - SHOWN_GRANTS}</span>}
    </span>
  )
}
