import { type GroupSummary, Role } from '@alcove/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Plus, Users } from 'lucide-react'
import { useState } from 'react'
import { groupsQuery } from '../../../api/access.ts'
import { GoneDrawer } from '../../../components/GoneDrawer.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { useSort } from '../../../components/useSort.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'
import { TwoLines } from '../../../ui/TwoLines.tsx'
import { AccountTabs } from '../AccountTabs.tsx'
import { GroupDialog } from './GroupDialog.tsx'
import { GroupDrawer } from './GroupDrawer.tsx'

const page = getRouteApi('/shell/groups')

export default function GroupsPage() {
  const { t } = useTranslation()
  const sort = useSort()
  const { id } = page.useSearch()
  const navigate = page.useNavigate()
  const [making, setMaking] = useState(false)
  const query = useWholeList(groupsQuery, useSort().by !== undefined)
  const open = query.data?.find(({ name }) => name === id)
  const show = (next?: string) => void navigate({ search: (before) => ({ ...before, id: next }) })
  const columns = useColumns()
  const create = (
    <Button variant="primary" icon={<Plus size={15} />} onClick={() => setMaking(true)}>
      {t('groups.new')}
    </Button>
  )
  return (
    <>
      <PageHeader tabbed title={t('shell.groups')} actions={query.data?.length === 0 ? null : create} />
      <AccountTabs />
      <DrawerSpace
        drawer={
          open ? (
            <GroupDrawer key={open.name} group={open} onClose={() => show()} />
          ) : (
            id !== undefined && query.data && !query.hasNextPage && <GoneDrawer name={id} onClose={() => show()} />
          )
        }
      >
        <Loaded query={query}>
          {(groups) =>
            groups.length === 0 ? (
              <EmptyState icon={<Users size={16} />} title={t('groups.none')} action={create}>
                {t('groups.noneDetail')}
              </EmptyState>
            ) : (
              <Table
                label={t('shell.groups')}
                columns={columns}
                rows={groups}
                rowKey={({ name }) => name}
                sort={sort}
                pages={query}
                selectedKey={id ?? null}
                onOpen={({ name }) => show(name === id ? undefined : name)}
                height={44}
              />
            )
          }
        </Loaded>
      </DrawerSpace>
      {making && <GroupDialog onClose={() => setMaking(false)} onDone={show} />}
    </>
  )
}

function useColumns(): Column<GroupSummary>[] {
  const { t } = useTranslation()
  return [
    {
      id: 'group',
      value: ({ name }) => name,
      header: t('groups.group'),
      narrow: 'lead',
      className: 'max-w-100',
      cell: (group) => (
        <TwoLines
          note={
            group.grants
              .map(({ space, role, function: fn }) =>
                [`${space}: ${t(`roles.${Role.parse(role)}`)}`, fn].filter(Boolean).join(' · '),
              )
              .join(', ') || t('groups.noGrants')
          }
        >
          {group.name}
        </TwoLines>
      ),
    },
    {
      id: 'filled',
      value: ({ claim }) => claim,
      header: t('groups.filledBy'),
      cell: ({ claim }) =>
        claim === null ? (
          <span className="text-fg-2">{t('groups.byHand')}</span>
        ) : (
          <span className="mono">{claim}</span>
        ),
    },
    {
      id: 'members',
      value: ({ memberCount }) => memberCount,
      header: t('groups.members'),
      numeric: true,
      narrow: 'trail',
      cell: ({ memberCount }) => memberCount,
    },
  ]
}
