import { Name, type PutBucket } from '@alcove/contract'
import { useState } from 'react'
import { bucketsKey, bucketsQuery, putBucket } from '../../../api/buckets.ts'
import { FormError } from '../../../components/FormError.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { areDays, expiryOf, isQuota, quotaBytesOf, type RuleDraft } from './settings/bucket-draft.ts'
import { ExpiryRules } from './settings/ExpiryRules.tsx'

interface BucketDialogProps {
  space: string
  onClose(): void
  onDone(name: string): void
}

/** Makes a bucket. */
export function BucketDialog({ space, onClose, onDone }: BucketDialogProps) {
  const { t } = useTranslation()
  const [name, setName] = useState('')
  const [quota, setQuota] = useState('')
  const [rules, setRules] = useState<readonly RuleDraft[]>([])
  const names = useWholeList(bucketsQuery(space)).data?.map((other) => other.name) ?? []
  const nameError = !Name.safeParse(name).success
    ? t('buckets.nameWrong')
    : names.includes(name)
      ? t('buckets.taken')
      : null
  const quotaError = isQuota(quota) ? null : t('buckets.quotaWrong')
  const ruleError = areDays(rules) ? null : t('buckets.daysWrong')
  const save = useChange({
    run: (settings: PutBucket) => putBucket(space, name, settings),
    invalidates: [bucketsKey(space)],
    done: (saved) => t('buckets.created', { bucket: saved.name }),
    onDone: (saved) => {
      onClose()
      onDone(saved.name)
    },
    handles: () => true,
  })
  return (
    <FormDialog
      title={t('buckets.create')}
      submit={t('buckets.createThis')}
      pending={save.isPending}
      disabledReason={nameError ?? quotaError ?? ruleError}
      onClose={onClose}
      onSubmit={() => save.mutate({ quotaBytes: quotaBytesOf(quota), expiry: expiryOf(rules) })}
    >
      <Field label={t('common.name')} error={name === '' ? null : nameError}>
        <Input mono placeholder="photos" autoComplete="off" value={name} onChange={(e) => setName(e.target.value)} />
      </Field>
      <Field label={t('buckets.quotaMb')} hint={t('buckets.quotaHint')} error={quotaError}>
        <Input inputMode="numeric" autoComplete="off" value={quota} onChange={(e) => setQuota(e.target.value)} />
      </Field>
      <fieldset className="grid gap-2">
        <legend className="text-sm font-medium text-fg-2">{t('buckets.rules')}</legend>
        <p className="text-sm text-fg-3">{t('buckets.rulesHint')}</p>
        <ExpiryRules rules={rules} onChange={setRules} />
        {ruleError && <p className="text-sm text-danger">{ruleError}</p>}
      </fieldset>
      <FormError message={save.error?.message} />
    </FormDialog>
  )
}
