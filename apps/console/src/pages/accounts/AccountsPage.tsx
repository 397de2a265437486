import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { UserPlus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { foundAccountsQuery } from '../../api/accounts.ts'
import { meQuery } from '../../api/session.ts'
import { GoneDrawer } from '../../components/GoneDrawer.tsx'
import { Loaded } from '../../components/Loaded.tsx'
import { useSort } from '../../components/useSort.ts'
import { useWholeList } from '../../components/useWholeList.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { DrawerSpace } from '../../ui/Drawer.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { AccountDrawer } from './AccountDrawer.tsx'
import { AccountQueryBar } from './AccountQueryBar.tsx'
import { AccountTable } from './AccountTable.tsx'
import { AccountTabs } from './AccountTabs.tsx'
import { accountFilter } from './filter.ts'
import { InviteDialog } from './InviteDialog.tsx'
import { TwoFactorRule } from './TwoFactorRule.tsx'

const page = getRouteApi('/shell/accounts')

export default function AccountsPage() {
  const { t } = useTranslation()
  const { id, q = '' } = page.useSearch()
  const navigate = page.useNavigate()
  const [inviting, setInviting] = useState(false)
  const me = useQuery(meQuery).data
  const filter = useMemo(() => accountFilter(q), [q])
  // A link may lead to an account on any page of the list.
  const [linked] = useState(id)
  const query = useWholeList(foundAccountsQuery(filter), useSort().by !== undefined || linked !== undefined)
  const may = me?.actions.includes('accounts:write')
  const open = query.data?.find((account) => account.id === id)
  const show = (next?: string) => void navigate({ search: (search) => ({ ...search, id: next }) })
  return (
    <>
      <PageHeader
        tabbed
        title={t('shell.accounts')}
        actions={
          <>
            {me?.actions.includes('platform:admin') && <TwoFactorRule />}
            <Button
              variant="primary"
              icon={<UserPlus size={14} />}
              disabledReason={me && !may ? t('accounts.administratorsOnly') : null}
              onClick={() => setInviting(true)}
            >
              {t('accounts.invite')}
            </Button>
          </>
        }
      />
      <AccountTabs />
      <DrawerSpace
        drawer={
          open ? (
            <AccountDrawer key={open.id} account={open} me={open.id === me?.id} onClose={() => show()} />
          ) : (
            id !== undefined && query.data && !query.hasNextPage && <GoneDrawer name={id} onClose={() => show()} />
          )
        }
      >
        <div className="px-gutter py-2.5">
          <AccountQueryBar
            value={q}
            onChange={(next) =>
              void navigate({ search: (search) => ({ ...search, q: next || undefined }), replace: true })
            }
          />
        </div>
        <div className="border-t border-line">
          <Loaded query={query} skeleton={<SkeletonRows tall />}>
            {(accounts) =>
              accounts.length === 0 ? (
                <p className="px-gutter py-8 text-center text-fg-2">{t('accounts.noneFound', { text: q })}</p>
              ) : (
                <AccountTable
                  accounts={accounts}
                  pages={query}
                  myId={me?.id}
                  selected={id}
                  onOpen={(account) => show(account.id === id ? undefined : account.id)}
                />
              )
            }
          </Loaded>
        </div>
      </DrawerSpace>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  )
}
