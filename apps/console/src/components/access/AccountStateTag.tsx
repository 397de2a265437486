import type { AccountState } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { Tag } from '../../ui/Tag.tsx'

/** Who cannot sign in: suspended, or invited and not there yet. */
export function AccountStateTag({ state }: { state: AccountState }) {
  const { t } = useTranslation()
  if (state === 'active') return null
  return <Tag tone={state === 'invited' ? 'info' : 'warning'}>{t(`accountState.${state}`)}</Tag>
}
