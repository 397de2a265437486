import type { Alert, Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { BellRing, Plus } from 'lucide-react'
import { alertsQuery } from '../../../api/alerts.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { useDenied } from '../../../components/useDenied.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { CodeBlock } from '../../../ui/CodeBlock.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { SpacePage } from '../SpacePage.tsx'
import { AlertDrawer } from './AlertDrawer.tsx'
import { AlertsTable } from './AlertsTable.tsx'
import { Targets } from './Targets.tsx'

const page = getRouteApi('/shell/s/$space/alerts')

/** No alert can have this name: it opens the editor for one that is not there yet. */
const NEW = '+'

export default function AlertsTab() {
  const navigate = page.useNavigate()
  return (
    <SpacePage
      actions={(space) => <NewButton space={space} onClick={() => void navigate({ search: { alert: NEW } })} />}
    >
      {(space) => <Alerts space={space} />}
    </SpacePage>
  )
}

function NewButton({ space, onClick }: { space: Space; onClick(): void }) {
  const { t } = useTranslation()
  return (
    <Button
      variant="primary"
      icon={<Plus size={15} />}
      disabledReason={useDenied(space)('triggers:write')}
      onClick={onClick}
    >
      {t('alerts.new')}
    </Button>
  )
}

function Alerts({ space }: { space: Space }) {
  const { t } = useTranslation()
  const { alert: open } = page.useSearch()
  const navigate = page.useNavigate()
  const show = (alert?: string) => void navigate({ search: { alert }, resetScroll: false })
  const query = useQuery(alertsQuery(space.name))
  return (
    <Loaded query={query} skeleton={<SkeletonRows tall />}>
      {(alerts) => {
        const shown = alerts.find(({ name }) => name === open) ?? null
        const drawer = (shown || open === NEW) && (
          <AlertDrawer
            key={open}
            space={space}
            alert={shown}
            names={alerts.map(({ name }) => name)}
            onClose={() => show()}
            onSaved={show}
          />
        )
        return (
          <DrawerSpace drawer={drawer} width={560}>
            {alerts.length === 0 ? (
              <EmptyState
                icon={<BellRing size={15} />}
                title={t('alerts.none')}
                example={
                  <CodeBlock
                    boxed
                    code={[
                      `curl -X PUT ${window.location.origin}/api/v1/spaces/${space.name}/alerts/checkout-fails \\`,
                      '  -H "Authorization: Bearer $ALCOVE_API_KEY" -H "Content-Type: application/json" \\',
                      `  -d '{ "condition": { "type": "metric", "metric": "errorRate", "function": "checkout" }, "threshold": 2 }'`,
                    ].join('\n')}
                  />
                }
              >
                {t('alerts.noneHint')}
              </EmptyState>
            ) : (
              <AlertsTable
                alerts={alerts.toSorted(byUrgency)}
                selected={open}
                tight={Boolean(drawer)}
                onOpen={(name) => show(name)}
              />
            )}
            <Targets space={space} />
          </DrawerSpace>
        )
      }}
    </Loaded>
  )
}

const URGENCY: Record<Alert['state'], number> = { firing: 0, pending: 2, noData: 3, ok: 4 }
const urgencyOf = ({ state, silence, enabled }: Alert) => (enabled ? (silence ? 1 : URGENCY[state]) : 5)

/** What fires first, then what has changed last. */
function byUrgency(a: Alert, b: Alert): number {
  return urgencyOf(a) - urgencyOf(b) || Date.parse(b.since) - Date.parse(a.since)
}
