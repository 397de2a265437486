import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { LogIn, Plus } from 'lucide-react'
import { identityProvidersQuery } from '../../../api/identity-providers.ts'
import { GoneDrawer } from '../../../components/GoneDrawer.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { Table } from '../../../ui/Table.tsx'
import { TwoLines } from '../../../ui/TwoLines.tsx'
import { AccountTabs } from '../AccountTabs.tsx'
import { ProviderDrawer } from './ProviderDrawer.tsx'

const page = getRouteApi('/shell/identity-providers')
/** No provider can have this name. */
const NEW = 'new.'

/** OpenID providers that people sign in with. */
export default function ProvidersPage() {
  const { t } = useTranslation()
  const { id } = page.useSearch()
  const navigate = page.useNavigate()
  const query = useInfiniteQuery(identityProvidersQuery)
  const show = (next?: string) => void navigate({ search: { id: next } })
  const open = query.data?.find(({ name }) => name === id)
  const create = (
    <Button variant="primary" icon={<Plus size={15} />} onClick={() => show(NEW)}>
      {t('providers.add')}
    </Button>
  )
  return (
    <>
      <PageHeader tabbed title={t('shell.singleSignOn')} actions={query.data?.length === 0 ? null : create} />
      <AccountTabs />
      <DrawerSpace
        drawer={
          open || id === NEW ? (
            <ProviderDrawer key={id} provider={open} onClose={() => show()} onSaved={(name) => show(name)} />
          ) : (
            id !== undefined && query.data && !query.hasNextPage && <GoneDrawer name={id} onClose={() => show()} />
          )
        }
      >
        <Loaded query={query}>
          {(providers) =>
            providers.length === 0 ? (
              <EmptyState icon={<LogIn size={16} />} title={t('providers.none')} action={create}>
                {t('providers.noneDetail')}
              </EmptyState>
            ) : (
              <Table
                label={t('shell.singleSignOn')}
                rows={providers}
                rowKey={({ name }) => name}
                selectedKey={id ?? null}
                onOpen={({ name }) => show(name === id ? undefined : name)}
                height={44}
                columns={[
                  {
                    id: 'name',
                    header: t('providers.provider'),
                    narrow: 'lead',
                    cell: ({ name, label, issuer }) => (
                      <TwoLines note={issuer}>
                        {label} <span className="mono text-fg-3">{name}</span>
                      </TwoLines>
                    ),
                  },
                  {
                    id: 'claim',
                    header: t('providers.groupsClaim'),
                    cell: ({ groupsClaim }) =>
                      groupsClaim ? <span className="mono">{groupsClaim}</span> : <span className="text-fg-3">–</span>,
                  },
                  {
                    id: 'accounts',
                    header: t('providers.newcomers'),
                    narrow: 'trail',
                    cell: ({ createsAccounts }) =>
                      t(createsAccounts ? 'providers.getAccounts' : 'providers.needInvitations'),
                  },
                ]}
              />
            )
          }
        </Loaded>
      </DrawerSpace>
    </>
  )
}
