import type { Alert } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { BellRing } from 'lucide-react'
import { alertsQuery } from '../../../api/alerts.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { NamedItems } from '../NamedItems.tsx'
import { AlertDrawer } from './AlertDrawer.tsx'
import { AlertsTable } from './AlertsTable.tsx'
import { Targets } from './Targets.tsx'

const page = getRouteApi('/shell/s/$space/alerts')

const useAlerts = (space: string) => useQuery(alertsQuery(space))

export default function AlertsTab() {
  const { t } = useTranslation()
  const { alert: open } = page.useSearch()
  const navigate = page.useNavigate()
  const show = (alert?: string) => void navigate({ search: { alert }, resetScroll: false })
  return (
    <NamedItems
      open={open}
      onOpen={show}
      useItems={useAlerts}
      create={{ label: t('alerts.new'), needs: 'triggers:write' }}
      none={{
        icon: <BellRing size={15} />,
        title: t('alerts.none'),
        hint: t('alerts.noneHint'),
        example: {
          path: 'alerts/checkout-fails',
          body: '{ "condition": { "type": "metric", "metric": "errorRate", "function": "checkout" }, "threshold": 2 }',
        },
      }}
      table={(alerts, tight) => (
        <AlertsTable alerts={alerts.toSorted(byUrgency)} selected={open} tight={tight} onOpen={show} />
      )}
      drawer={({ key, item, ...drawn }) => <AlertDrawer key={key} alert={item} {...drawn} />}
      more={(space) => <Targets space={space} />}
    />
  )
}

const URGENCY: Record<Alert['state'], number> = { firing: 0, pending: 2, noData: 3, ok: 4 }
const urgencyOf = ({ state, silence, enabled }: Alert) => (enabled ? (silence ? 1 : URGENCY[state]) : 5)

/** What fires first, then what has changed last. */
function byUrgency(a: Alert, b: Alert): number {
  return urgencyOf(a) - urgencyOf(b) || Date.parse(b.since) - Date.parse(a.since)
}
