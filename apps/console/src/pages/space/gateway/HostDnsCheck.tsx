import type { HostDns } from '@alcove/contract'
import clsx from 'clsx'
import { RefreshCw } from 'lucide-react'
import { checkHost } from '../../../api/routes.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { IconButton } from '../../../ui/IconButton.tsx'

interface HostDnsCheckProps {
  space: string
  host: string
  denied: string | null
}

/** Asks DNS, when told to, where a host name leads. */
export function HostDnsCheck({ space, host, denied }: HostDnsCheckProps) {
  const { t } = useTranslation()
  const check = useChange({ run: () => checkHost(space, host) })
  return (
    <span aria-live="polite" className="flex min-w-0 items-center gap-1">
      <IconButton
        size="sm"
        label={t('gateway.hosts.dns.check', { name: host })}
        disabledReason={denied}
        icon={<RefreshCw size={13} className={clsx(check.isPending && 'motion-safe:animate-spin')} />}
        onClick={() => check.mutate(undefined)}
      />
      {check.data && !check.isPending && <Found dns={check.data} />}
    </span>
  )
}

function Found({ dns: { state, addresses, gatewayAddresses } }: { dns: HostDns }) {
  const { t } = useTranslation()
  const found = addresses.join(t('shell.comma'))
  const own = gatewayAddresses.join(t('shell.comma')) || t('gateway.hosts.dns.thisServer')
  const color = state === 'here' ? 'text-success' : state === 'unknown' ? 'text-fg-2' : 'text-warning'
  return (
    <span className={clsx('text-sm wrap-anywhere', color)}>
      {t(`gateway.hosts.dns.${state}`, { addresses: found, own })}
    </span>
  )
}
