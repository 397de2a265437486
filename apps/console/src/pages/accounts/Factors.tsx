import type { Account } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { settingsQuery } from '../../api/settings.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { useNow } from '../../ui/Time.tsx'

/** What an account signs in with besides a password. */
export function Factors({ account }: { account: Account }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow()
  const requiredFrom = useQuery(settingsQuery).data?.twoFactorFrom ?? null
  if (account.state === 'invited') return <span className="text-fg-3">–</span>
  if (account.secondFactors.length === 0) {
    if (requiredFrom === null || account.state !== 'active')
      return <span className="text-fg-3">{t('accounts.off')}</span>
    const due = Date.parse(requiredFrom) > now
    return (
      <span className="text-warning">
        {due ? t('accounts.offDue', { date: format.date(requiredFrom) }) : t('accounts.offRequired')}
      </span>
    )
  }
  return <>{account.secondFactors.map((factor) => t(`accounts.factor.${factor}`)).join(', ')}</>
}
