import { useQuery } from '@tanstack/react-query'
import { functionQuery } from '../../../api/functions.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field } from '../../../ui/Field.tsx'
import { Select } from '../../../ui/Select.tsx'

interface TargetFieldProps {
  space: string
  fn: string
  value: string
  error?: string | null | undefined
  onChange(value: string): void
}

/** What the trigger or route calls: an alias, the latest version, or the draft. */
export function TargetField({ space, fn, value, error, onChange }: TargetFieldProps) {
  const { t } = useTranslation()
  const details = useQuery(functionQuery(space, fn)).data
  const qualifiers = [
    ...(details?.aliases.map((alias) => ({
      value: alias.name,
      label: alias.name,
      hint: t('fn.triggers.aliasHint', { version: alias.version }),
    })) ?? []),
    ...(details?.latestVersion
      ? [
          {
            value: String(details.latestVersion),
            label: `v${details.latestVersion}`,
            hint: t('fn.triggers.versionHint'),
          },
        ]
      : []),
    { value: 'draft', label: t('fn.versions.draft'), hint: t('fn.triggers.draftHint') },
  ]
  const known = qualifiers.some((option) => option.value === value)
  return (
    <Field
      label={t('fn.triggers.target')}
      hint={value === 'draft' ? t('fn.triggers.draftHint') : t('fn.triggers.targetHint')}
      error={error}
    >
      <Select
        value={value}
        onChange={onChange}
        options={known ? qualifiers : [{ value, label: value, hint: undefined }, ...qualifiers]}
      />
    </Field>
  )
}
