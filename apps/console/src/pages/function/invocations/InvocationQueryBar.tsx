import { type FunctionDetail, INVOCATION_STATUSES, TRIGGER_KINDS } from '@alcove/contract'
import { useTranslation } from '../../../i18n/index.ts'
import { formatQuery } from '../../../ui/query.ts'
import { QueryBar } from '../../../ui/QueryBar.tsx'
import { invocationFilter } from './filter.ts'

interface InvocationQueryBarProps {
  value: string
  details: FunctionDetail | undefined
  acrossFunctions: boolean
  onChange(query: string): void
}

export function InvocationQueryBar({ value, details, acrossFunctions, onChange }: InvocationQueryBarProps) {
  const { t } = useTranslation()
  const latest = details?.latestVersion ?? 0
  const versions = Array.from({ length: Math.min(latest, 20) }, (_, index) => ({ value: String(latest - index) }))
  return (
    <QueryBar
      label={t('fn.invocations.filter')}
      placeholder={t('fn.invocations.placeholder')}
      value={value}
      onChange={onChange}
      ignored={(token) => {
        const read = invocationFilter(formatQuery({ tokens: [token], text: '' }))
        return Object.values(read).every((value) => value === undefined) ? t('fn.invocations.ignored') : undefined
      }}
      fields={[
        ...(acrossFunctions ? [{ key: 'function', hint: t('fn.invocations.hint.function') }] : []),
        {
          key: 'status',
          hint: t('fn.invocations.hint.status'),
          values: [
            ...(['failed', 'error', 'refused'] as const).map((word) => ({
              value: word,
              label: t(`fn.invocations.anyOf.${word}`),
            })),
            ...INVOCATION_STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) })),
          ],
        },
        { key: 'version', hint: t('fn.invocations.hint.version'), values: [{ value: 'draft' }, ...versions] },
        {
          key: 'alias',
          hint: t('fn.invocations.hint.alias'),
          values: details?.aliases.map(({ name }) => ({ value: name })),
        },
        {
          key: 'trigger',
          hint: t('fn.invocations.hint.trigger'),
          values: TRIGGER_KINDS.map((kind) => ({
            value: kind,
            label: t(`fn.trigger.${kind}`),
          })),
        },
        {
          key: 'start',
          hint: t('fn.invocations.hint.start'),
          values: (['cold', 'prewarmed', 'warm'] as const).map((kind) => ({
            value: kind,
            label: t(`fn.start.${kind}`),
          })),
        },
        {
          key: 'slower',
          hint: t('fn.invocations.hint.slower'),
          values: ['100', '1000', '5000'].map((ms) => ({ value: ms })),
        },
        ...(['faster', 'memory', 'triggerName', 'caller', 'instance', 'trace', 'issue', 'input.'] as const).map(
          (key) => ({ key, hint: t(`fn.invocations.hint.${key === 'input.' ? 'input' : key}`) }),
        ),
      ]}
    />
  )
}
