import { type AccountState, type Grant, type GrantSource, type Member, ROLES, type Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Pencil, Shield, UserMinus, Users } from 'lucide-react'
import { useState } from 'react'
import { membersQuery } from '../../../api/access.ts'
import { meQuery } from '../../../api/session.ts'
import { grantsQuery, putGrant, spaceKey } from '../../../api/spaces.ts'
import { AccountStateTag } from '../../../components/access/AccountStateTag.tsx'
import { EndTime } from '../../../components/access/EndTime.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useDenied } from '../../../components/useDenied.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useSort } from '../../../components/useSort.ts'
import { type Translate, useTranslation } from '../../../i18n/index.ts'
import { saidActor } from '../../../i18n/said.ts'
import { Avatar } from '../../../ui/Avatar.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { Section } from '../../../ui/Section.tsx'
import { Select } from '../../../ui/Select.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { Time, useNow } from '../../../ui/Time.tsx'
import { TwoLines } from '../../../ui/TwoLines.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { isFound, widestOf } from './matrix.ts'
import { GrantDialog } from './GrantDialog.tsx'
import { Requests } from './Requests.tsx'
import { RevokeDialog } from './RevokeDialog.tsx'

/** One grant on a page, or an account that has its rights by other means. */
interface Row {
  key: string
  name: string
  note: string
  me: boolean
  administrator: boolean
  state: AccountState
  grant: Grant | null
  /** What decides: the grant of the row, or the widest one of a group. */
  by: Pick<GrantSource, 'role' | 'function' | 'expiresAt'> | null
  /** Everything that the rights of an account come from. */
  sources: readonly GrantSource[]
  lastSeenAt: string | null
}

/** Who has access, through what and until when, and who asks for it. */
export function MemberList({ space, q }: { space: Space; q: string }) {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data
  const now = useNow()
  const mayGrant = useDenied(space)('grants:write') === null
  const members = useWholeList(membersQuery(space.name))
  const grants = useWholeList(grantsQuery(space.name))
  const [editing, setEditing] = useState<Grant | null>(null)
  const [revoking, setRevoking] = useState<Grant | null>(null)
  const isOver = ({ expiresAt }: Grant) => expiresAt !== null && Date.parse(expiresAt) <= now
  const columns = useColumns({ space, edit: setEditing, revoke: setRevoking })
  return (
    <Loaded query={members} skeleton={<SkeletonRows tall />}>
      {(accounts) => {
        const live = (grants.data ?? []).filter((grant) => !isOver(grant))
        const ended = (grants.data ?? []).filter(isOver)
        const own = Map.groupBy(live, ({ accountId }) => accountId)
        const found = (row: Row) => isFound(q, `${row.name} ${row.note}`)
        const people = accounts
          .flatMap((member) => rowsOf(member, own.get(member.accountId), me?.id, now))
          .filter(found)
        const groups = live
          .filter(({ group }) => group !== null)
          .map((grant) => groupRow(grant, t))
          .filter(found)
        return (
          <>
            {mayGrant && <Requests space={space} />}
            {people.length === 0 && q !== '' ? (
              <EmptyState title={t('members.notFound')} />
            ) : (
              <Rows title={t('members.accounts')} rows={people} columns={columns} />
            )}
            {groups.length > 0 && <Rows title={t('members.groups')} rows={groups} columns={columns} />}
            {ended.length > 0 && (
              <Rows title={t('members.ended')} rows={ended.map((grant) => groupRow(grant, t))} columns={columns} />
            )}
            <p className="px-gutter py-3 text-sm text-fg-3">{t('members.widest')}</p>
            {editing && <GrantDialog space={space} grant={editing} onClose={() => setEditing(null)} />}
            {revoking && <RevokeDialog space={space} grant={revoking} onClose={() => setRevoking(null)} />}
          </>
        )
      }}
    </Loaded>
  )
}

function Rows({ title, rows, columns }: { title: string; rows: Row[]; columns: readonly Column<Row>[] }) {
  const sort = useSort()
  return (
    <Section title={title} note={rows.length}>
      <Table label={title} columns={columns} rows={rows} rowKey={(row) => row.key} sort={sort} height={44} />
    </Section>
  )
}

/** A row for each grant of its own; one without, where all its rights come from groups or from being administrator. */
function rowsOf(member: Member, own: readonly Grant[] | undefined, myId: string | undefined, now: number): Row[] {
  const { accountId, name, email, administrator, state, lastSeenAt } = member
  const sources = member.sources.filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now)
  const row = { name, note: email, me: accountId === myId, administrator, state, sources, lastSeenAt }
  if (own) return own.map((grant) => ({ ...row, key: keyOf(grant), grant, by: grant }))
  const by = (administrator ? null : widestOf(sources, now)) ?? null
  return administrator || by ? [{ ...row, key: accountId, grant: null, by }] : []
}

function groupRow(grant: Grant, t: Translate): Row {
  const note = grant.group === null ? (grant.email ?? '') : t('members.groupOf', { count: grant.members ?? 0 })
  return {
    key: keyOf(grant),
    name: grant.name,
    note,
    me: false,
    administrator: false,
    state: 'active',
    grant,
    by: grant,
    sources: [],
    lastSeenAt: null,
  }
}

const keyOf = (grant: Grant): string => `${grant.subject} ${grant.function ?? ''}`

interface ColumnsFor {
  space: Space
  edit: (grant: Grant) => void
  revoke: (grant: Grant) => void
}

function useColumns({ space, edit, revoke }: ColumnsFor): Column<Row>[] {
  const { t } = useTranslation()
  const denied = useDenied(space)('grants:write')
  return [
    {
      id: 'member',
      width: '26%',
      value: ({ name }) => name,
      header: t('members.member'),
      narrow: 'lead',
      className: 'max-w-80',
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-2.5">
          {row.grant?.group ? (
            <span className="grid size-6 shrink-0 place-items-center rounded-control bg-active text-fg-2">
              <Users size={13} />
            </span>
          ) : (
            <Avatar name={row.name} me={row.me} />
          )}
          <TwoLines note={row.note} tag={row.me ? <Tag>{t('common.you')}</Tag> : <AccountStateTag state={row.state} />}>
            {row.name}
          </TwoLines>
        </span>
      ),
    },
    {
      id: 'role',
      width: '13%',
      value: ({ by }) => (by ? ROLES.indexOf(by.role) : null),
      largestFirst: true,
      header: t('ask.role'),
      narrow: 'middle',
      cell: (row) => <RoleCell space={space} row={row} denied={denied !== null} />,
    },
    {
      id: 'on',
      width: '13%',
      header: t('members.on'),
      narrow: 'sub',
      className: 'wide:max-w-56',
      cell: ({ by }) =>
        by?.function ? (
          <code className="mono cut block narrow:pl-[34px]">{by.function}</code>
        ) : (
          <span className="text-fg-2 narrow:pl-[34px]">{t(by ? 'members.wholeSpace' : 'members.everySpace')}</span>
        ),
    },
    {
      id: 'through',
      width: '20%',
      header: t('members.through'),
      optional: true,
      cell: (row) => <Through row={row} />,
    },
    {
      id: 'ends',
      width: '15%',
      value: ({ by }) => by?.expiresAt,
      header: t('members.ends'),
      narrow: 'subtrail',
      cell: ({ by }) => <EndTime at={by?.expiresAt ?? null} />,
    },
    {
      id: 'seen',
      value: ({ lastSeenAt }) => lastSeenAt,
      largestFirst: true,
      header: t('members.lastSeen'),
      align: 'right',
      optional: true,
      className: 'text-fg-2',
      cell: ({ lastSeenAt }) => (lastSeenAt ? <Time at={lastSeenAt} /> : <span className="text-fg-3">–</span>),
    },
    {
      id: 'actions',
      header: <span className="sr-only">{t('members.action')}</span>,
      align: 'right',
      narrow: 'end',
      cell: ({ grant, name }) =>
        grant && (
          <span className="inline-flex gap-1">
            <IconButton
              size="sm"
              label={t('members.change1', { name })}
              icon={<Pencil size={14} />}
              disabledReason={denied}
              onClick={() => edit(grant)}
            />
            <IconButton
              size="sm"
              label={t('members.revokeFrom', { name })}
              icon={<UserMinus size={14} />}
              disabledReason={denied}
              onClick={() => revoke(grant)}
            />
          </span>
        ),
    },
  ]
}

function RoleCell({ space, row, denied }: { space: Space; row: Row; denied: boolean }) {
  const { t } = useTranslation()
  const { grant, name } = row
  const now = useNow()
  const change = useChange({
    run: (role: Grant['role']) =>
      putGrant(
        space.name,
        grant!.subject,
        { role, function: grant!.function, expiresAt: grant!.expiresAt },
        grant!.etag,
      ),
    invalidates: [spaceKey(space.name)],
    done: (made) => t('members.roleChanged', { name, role: t(`roles.${made.role}`) }),
    undo: ({ etag }) =>
      putGrant(
        space.name,
        grant!.subject,
        { role: grant!.role, function: grant!.function, expiresAt: grant!.expiresAt },
        etag,
      ),
  })
  if (grant === null) {
    return row.administrator ? (
      <span className="flex items-center gap-1.5 text-fg-2">
        <Shield size={13} className="text-fg-3" />
        {t('roles.administrator')}
      </span>
    ) : (
      <span className="text-fg-2">{row.by && t(`roles.${row.by.role}`)}</span>
    )
  }
  const over = grant.expiresAt !== null && Date.parse(grant.expiresAt) <= now
  if (denied || over) return <span className="text-fg-2">{t(`roles.${grant.role}`)}</span>
  return (
    <Select
      size="sm"
      label={t('members.roleOf', { name })}
      value={grant.role}
      onChange={(next) => next !== grant.role && change.mutate(next)}
      options={ROLES.map((value) => ({ value, label: t(`roles.${value}`), hint: t(`members.roleMeans.${value}`) }))}
    />
  )
}

/** Every source of the rights; the widest decides. */
function Through({ row }: { row: Row }) {
  const { t } = useTranslation()
  const { grant } = row
  const groups = [...new Set(row.sources.map(({ group }) => group).filter((group) => group !== null))]
  const words = [
    ...(row.administrator ? [t('members.theAccount')] : []),
    ...(grant ? [t(grant.group === null ? 'members.ownGrant' : 'members.groupGrant')] : []),
    ...groups,
  ]
  return (
    <TwoLines note={grant?.grantedBy && t('members.by', { name: saidActor(grant.grantedBy) })}>
      <span className="font-normal">{words.join(', ')}</span>
    </TwoLines>
  )
}
