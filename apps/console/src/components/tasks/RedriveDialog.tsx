import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { functionQuery } from '../../api/functions.ts'
import { backgroundKey } from '../../api/background.ts'
import { bulkTasks, tasksKey } from '../../api/tasks.ts'
import { versionsQuery } from '../../api/versions.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Field } from '../../ui/Field.tsx'
import { FormDialog } from '../../ui/FormDialog.tsx'
import { Select } from '../../ui/Select.tsx'
import { useChange } from '../useChange.ts'
import { useWholeList } from '../useWholeList.ts'
import type { BulkFilter } from './bulk-filter.ts'

interface RedriveDialogProps {
  space: string
  filter: BulkFilter
  count: number
  onClose(): void
}

const AS_BEFORE = 'as-before'
const PACES = ['0', '10', '60', '600'] as const

/** Asks on which version, and how fast, to run dead letters again. */
export function RedriveDialog({ space, filter, count, onClose }: RedriveDialogProps) {
  const { t } = useTranslation()
  const [qualifier, setQualifier] = useState(AS_BEFORE)
  const [pace, setPace] = useState<(typeof PACES)[number]>('0')
  const start = useChange({
    run: () =>
      bulkTasks(space, 'redrive', {
        filter,
        ...(qualifier !== AS_BEFORE && { qualifier }),
        ...(pace !== '0' && { perMinute: Number(pace) }),
      }),
    invalidates: [tasksKey(space), backgroundKey(space)],
    onDone: onClose,
  })
  return (
    <FormDialog
      title={t('tasks.bulk.redriveTitle', { count })}
      description={t('tasks.bulk.redriveHint')}
      submit={t('tasks.bulk.redrive', { count })}
      pending={start.isPending}
      onSubmit={() => start.mutate(undefined)}
      onClose={onClose}
    >
      {filter.function === undefined ? (
        <p className="text-fg-2">{t('tasks.bulk.eachAsBefore')}</p>
      ) : (
        <TargetField space={space} fn={filter.function} value={qualifier} onChange={setQualifier} />
      )}
      <Field label={t('tasks.bulk.pace')} hint={t('tasks.bulk.paceHint')}>
        <Select
          value={pace}
          onChange={setPace}
          options={PACES.map((value) => ({
            value,
            label: value === '0' ? t('tasks.bulk.noPace') : t('tasks.bulk.perMinute', { count: Number(value) }),
          }))}
        />
      </Field>
    </FormDialog>
  )
}

interface TargetFieldProps {
  space: string
  fn: string
  value: string
  onChange(value: string): void
}

function TargetField({ space, fn, value, onChange }: TargetFieldProps) {
  const { t } = useTranslation()
  const details = useQuery(functionQuery(space, fn)).data
  const aliases = details?.aliases.map(({ name, version }) => ({ value: name, label: `${name} (v${version})` })) ?? []
  const versions = useWholeList(versionsQuery(space, fn)).data ?? []
  return (
    <Field label={t('tasks.bulk.target', { fn })}>
      <Select
        value={value}
        onChange={onChange}
        options={[
          { value: AS_BEFORE, label: t('tasks.bulk.asBefore') },
          ...aliases,
          ...versions.map(({ version }) => ({ value: String(version), label: `v${version}` })),
          { value: 'draft', label: t('fn.versions.draft') },
        ]}
      />
    </Field>
  )
}
