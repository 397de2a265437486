import { AccountState } from '@alcove/contract'
import { groupsQuery } from '../../api/access.ts'
import { spacesQuery } from '../../api/spaces.ts'
import { useWholeList } from '../../components/useWholeList.ts'
import { useTranslation } from '../../i18n/index.ts'
import { formatQuery } from '../../ui/query.ts'
import { QueryBar } from '../../ui/QueryBar.tsx'
import { accountFilter, FILTER_KEYS, type FilterKey } from './filter.ts'

export function AccountQueryBar({ value, onChange }: { value: string; onChange(query: string): void }) {
  const { t } = useTranslation()
  const spaces = useWholeList(spacesQuery).data ?? []
  const groups = useWholeList(groupsQuery).data ?? []
  const values: Record<FilterKey, { value: string; label?: string }[]> = {
    state: AccountState.options.map((state) => ({ value: state, label: t(`accountState.${state}`) })),
    group: groups.map(({ name }) => ({ value: name })),
    space: spaces.map(({ name }) => ({ value: name })),
    'two-factor': (['on', 'off', 'provider'] as const).map((each) => ({
      value: each,
      label: t(`accounts.factorFilter.${each}`),
    })),
    seen: ['<1h', '<7d', '>30d', '>90d'].map((each) => ({ value: each })),
    keys: ['>0', '0'].map((each) => ({ value: each })),
  }
  return (
    <QueryBar
      label={t('accounts.search')}
      placeholder={t('accounts.placeholder')}
      value={value}
      onChange={onChange}
      ignored={(token) =>
        Object.keys(accountFilter(formatQuery({ tokens: [token], text: '' }))).length === 0
          ? t('accounts.ignored')
          : undefined
      }
      fields={FILTER_KEYS.map((key) => ({ key, hint: t(`accounts.hint.${key}`), values: values[key] }))}
    />
  )
}
