import { PutBucket } from '@alcove/contract'
import { bucketsKey, bucketsQuery, putBucket } from '../../../api/buckets.ts'
import { FormError } from '../../../components/FormError.tsx'
import { useBodyForm } from '../../../components/useBodyForm.ts'
import { useChange } from '../../../components/useChange.ts'
import { useNewNameError } from '../../../components/useNewNameError.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { expiryOf, quotaBytesOf, type RuleDraft } from './settings/bucket-draft.ts'
import { ExpiryRules } from './settings/ExpiryRules.tsx'

interface BucketDialogProps {
  space: string
  onClose(): void
  onDone(name: string): void
}

interface Draft {
  name: string
  quota: string
  rules: RuleDraft[]
}

const NEW: Draft = { name: '', quota: '', rules: [] }

const settingsOf = ({ quota, rules }: Draft) => ({ quotaBytes: quotaBytesOf(quota), expiry: expiryOf(rules) })

/** Makes a bucket. */
export function BucketDialog({ space, onClose, onDone }: BucketDialogProps) {
  const { t } = useTranslation()
  const form = useBodyForm({ fields: NEW, schema: PutBucket, bodyOf: settingsOf })
  const { name, rules } = form.values
  const taken = useWholeList(bucketsQuery(space)).data?.map((other) => other.name) ?? []
  const nameError = useNewNameError({ name, taken, takenText: t('buckets.taken') })
  const problem =
    nameError ?? (name === '' ? t('buckets.needsName') : null) ?? (form.isWrong ? t('common.fixFields') : null)
  const save = useChange({
    run: (settings: PutBucket) => putBucket(space, name, settings, null),
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
      disabledReason={problem}
      onClose={onClose}
      onSubmit={form.handleSubmit((settings) => save.mutate(settings))}
    >
      <Field label={t('common.name')} error={nameError}>
        <Input mono placeholder="photos" autoComplete="off" {...form.register('name')} />
      </Field>
      <Field
        label={t('buckets.quotaMb')}
        hint={t('buckets.quotaHint')}
        error={form.errorAt('quotaBytes') && t('buckets.quotaWrong')}
      >
        <Input inputMode="numeric" autoComplete="off" {...form.register('quota')} />
      </Field>
      <fieldset className="grid gap-2">
        <legend className="text-sm font-medium text-fg-2">{t('buckets.rules')}</legend>
        <p className="text-sm text-fg-3">{t('buckets.rulesHint')}</p>
        <ExpiryRules rules={rules} onChange={(next) => form.set('rules', next)} errorAt={form.errorAt} />
      </fieldset>
      <FormError message={save.error?.message} />
    </FormDialog>
  )
}
