import { AUDIT_MEANS, AUDIT_OUTCOMES } from '@alcove/contract'
import { spacesQuery } from '../../api/spaces.ts'
import { useWholeList } from '../../components/useWholeList.ts'
import { useTranslation } from '../../i18n/index.ts'
import { formatQuery } from '../../ui/query.ts'
import { QueryBar } from '../../ui/QueryBar.tsx'
import { auditFilter, FILTER_KEYS } from './filter.ts'

/** Offered while typing; any other action is accepted too. */
const KINDS = [
  'accounts',
  'aliases',
  'functions',
  'grants',
  'groups',
  'keys',
  'sessions',
  'spaces',
  'triggers',
  'versions',
]

export function AuditQueryBar({ value, onChange }: { value: string; onChange(query: string): void }) {
  const { t } = useTranslation()
  const spaces = useWholeList(spacesQuery).data ?? []
  const values: Partial<Record<(typeof FILTER_KEYS)[number], { value: string; label?: string }[]>> = {
    outcome: AUDIT_OUTCOMES.map((outcome) => ({ value: outcome, label: t(`audit.outcome.${outcome}`) })),
    by: AUDIT_MEANS.map((means) => ({ value: means, label: t(`audit.by.${means}`) })),
    action: KINDS.map((kind) => ({ value: `${kind}:*` })),
    space: spaces.map(({ name }) => ({ value: name })),
  }
  return (
    <QueryBar
      label={t('audit.filter')}
      placeholder={t('audit.placeholder')}
      value={value}
      onChange={onChange}
      ignored={(token) => {
        const read = auditFilter(formatQuery({ tokens: [token], text: '' }), undefined, 0)
        return Object.values(read).every((value) => value === undefined) ? t('audit.ignored') : undefined
      }}
      fields={FILTER_KEYS.map((key) => ({ key, hint: t(`audit.hint.${key}`), values: values[key] }))}
    />
  )
}
