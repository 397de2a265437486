import type { Account } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'

/** What an account signs in with besides a password. */
export function Factors({ account }: { account: Account }) {
  const { t } = useTranslation()
  if (account.state === 'invited') return <span className="text-fg-3">–</span>
  if (account.secondFactors.length === 0) return <span className="text-fg-3">{t('accounts.off')}</span>
  return <>{account.secondFactors.map((factor) => t(`accounts.factor.${factor}`)).join(', ')}</>
}
