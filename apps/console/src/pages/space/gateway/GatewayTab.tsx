import type { Route, Space } from '@alcove/contract'
import { getRouteApi } from '@tanstack/react-router'
import { Download, Import, Plus, Waypoints } from 'lucide-react'
import { useState } from 'react'
import { openApiUrl, routesQuery } from '../../../api/routes.ts'
import { GoneDrawer } from '../../../components/GoneDrawer.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { SearchInput } from '../../../components/SearchInput.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button, buttonClass } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { HostBar } from './HostBar.tsx'
import { ImportDialog } from './ImportDialog.tsx'
import { RouteDrawer } from './RouteDrawer.tsx'
import { routesForPath } from './route-for-path.ts'
import { RoutesTable } from './RoutesTable.tsx'
import { worstFirst } from './worst-first.ts'

const page = getRouteApi('/shell/s/$space/gateway')
const icon = { size: 15 } as const

/** No route can have this name: it opens the editor for one that is not there yet. */
const NEW = '+'

export default function GatewayTab() {
  const [importing, setImporting] = useState(false)
  const navigate = page.useNavigate()
  return (
    <SpacePage
      actions={(space) => (
        <Actions
          space={space}
          onImport={() => setImporting(true)}
          onNew={() => void navigate({ search: (search) => ({ ...search, route: NEW }) })}
        />
      )}
    >
      {(space) => (
        <>
          <Routes space={space} />
          {importing && <ImportDialog space={space.name} onClose={() => setImporting(false)} />}
        </>
      )}
    </SpacePage>
  )
}

function Actions({ space, onImport, onNew }: { space: Space; onImport(): void; onNew(): void }) {
  const { t } = useTranslation()
  const denied = useDenied(space)('routes:write')
  return (
    <>
      <Button icon={<Import {...icon} />} disabledReason={denied} onClick={onImport}>
        {t('gateway.import')}
      </Button>
      <a className={buttonClass()} href={openApiUrl(space.name)} download={`${space.name}.openapi.json`}>
        <Download {...icon} />
        {t('gateway.export')}
      </a>
      <Button variant="primary" icon={<Plus {...icon} />} disabledReason={denied} onClick={onNew}>
        {t('gateway.new')}
      </Button>
    </>
  )
}

function Routes({ space }: { space: Space }) {
  const { t } = useTranslation()
  const { q = '', route: open } = page.useSearch()
  const navigate = page.useNavigate()
  const show = (route?: string) => void navigate({ search: (search) => ({ ...search, route }) })
  const query = useWholeList(routesQuery(space.name))
  return (
    <Loaded query={query} skeleton={<SkeletonRows tall />}>
      {(routes) => {
        const shown = routes.find(({ name }) => name === open) ?? null
        const drawer =
          shown || open === NEW ? (
            <RouteDrawer
              key={open}
              space={space}
              route={shown}
              routes={routes}
              onClose={() => show()}
              onSaved={(name) => show(name)}
            />
          ) : (
            open !== undefined && !query.hasNextPage && <GoneDrawer name={open} onClose={() => show()} />
          )
        if (routes.length === 0 && !drawer) return <NoRoutes space={space} />
        const sorted = routes.toSorted(worstFirst)
        // A path that a client could send: who answers it.
        const answering = q.startsWith('/') ? routesForPath(sorted, q) : []
        const containing = sorted.filter((route) => textOf(route).includes(q.toLowerCase()))
        const matching = [...new Set([...answering, ...containing])]
        return (
          <>
            <HostBar space={space} address={addressOf(routes[0])} />
            <DrawerSpace drawer={drawer} width={560}>
              <div className="flex flex-wrap items-center gap-3 px-gutter py-2.5">
                <SearchInput
                  value={q}
                  label={t('gateway.filter')}
                  onChange={(text) => void navigate({ search: (search) => ({ ...search, q: text || undefined }) })}
                />
                <span role="status" className="num min-w-0 text-fg-2">
                  {answering.length > 0
                    ? t('gateway.answeredBy', { path: q, names: answering.map(({ name }) => name).join(', ') })
                    : t('gateway.count', { count: routes.length })}
                </span>
              </div>
              {matching.length === 0 ? (
                <EmptyState title={t(routes.length === 0 ? 'gateway.none' : 'gateway.noMatch')} />
              ) : (
                <RoutesTable
                  space={space.name}
                  routes={matching}
                  pages={query}
                  selected={open}
                  tight={Boolean(drawer)}
                  onOpen={(name) => show(name)}
                />
              )}
            </DrawerSpace>
          </>
        )
      }}
    </Loaded>
  )
}

function NoRoutes({ space }: { space: Space }) {
  const { t } = useTranslation()
  return (
    <>
      <HostBar space={space} address={undefined} />
      <EmptyState
        icon={<Waypoints {...icon} />}
        title={t('gateway.none')}
        example={
          <CodeBlock
            boxed
            code={[
              `curl -X PUT ${window.location.origin}/api/v1/spaces/${space.name}/routes/order \\`,
              '  -H "Authorization: Bearer $ALCOVE_API_KEY" -H "Content-Type: application/json" \\',
              `  -d '{ "method": "GET", "path": "/orders/{id}", "function": "orders", "auth": "none" }'`,
            ].join('\n')}
          />
        }
      >
        {t('gateway.noneHint')}
      </EmptyState>
    </>
  )
}

const textOf = ({ name, method, path, function: fn, auth }: Route): string =>
  `${name} ${method} ${path} ${fn ?? ''} ${auth}`.toLowerCase()

function addressOf(route: Route | undefined): string | undefined {
  return route?.url.slice(0, -route.path.length)
}
