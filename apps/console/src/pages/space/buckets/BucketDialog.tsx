import { Name, type Bucket, type PutBucket } from '@alcove/contract'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { bucketsKey, bucketsQuery, putBucket } from '../../../api/buckets.ts'
import { FormError } from '../../../components/FormError.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'

const MB = 2 ** 20
const MAX_DAYS = 3650

interface BucketDialogProps {
  space: string
  /** null: a new one. */
  bucket: Bucket | null
  onClose(): void
  onDone?(name: string): void
}

interface Rule {
  id: number
  prefix: string
  days: string
}

export function BucketDialog({ space, bucket, onClose, onDone }: BucketDialogProps) {
  const { t } = useTranslation()
  const [name, setName] = useState(bucket?.name ?? '')
  const [quota, setQuota] = useState(
    bucket === null || bucket.quotaBytes === null ? '' : String(Math.ceil(bucket.quotaBytes / MB)),
  )
  const [rules, setRules] = useState<Rule[]>(() =>
    (bucket?.expiry ?? []).map(({ prefix, days }, id) => ({ id, prefix, days: String(days) })),
  )
  const names = useWholeList(bucketsQuery(space)).data?.map((other) => other.name) ?? []
  const nameError =
    bucket !== null || name === ''
      ? null
      : !Name.safeParse(name).success
        ? t('buckets.nameWrong')
        : names.includes(name)
          ? t('buckets.taken')
          : null
  const quotaError =
    quota.trim() === '' || isWhole(quota, Number.MAX_SAFE_INTEGER / MB) ? null : t('buckets.quotaWrong')
  const ruleError = rules.every(({ days }) => isWhole(days, MAX_DAYS)) ? null : t('buckets.daysWrong')
  const save = useChange({
    run: (settings: PutBucket) => putBucket(space, name, settings),
    invalidates: [bucketsKey(space)],
    done: (saved) => (bucket === null ? t('buckets.created', { bucket: saved.name }) : t('buckets.saved')),
    onDone: (saved) => {
      onClose()
      onDone?.(saved.name)
    },
    handles: () => true,
  })
  const change = (id: number, changed: Partial<Rule>) =>
    setRules((all) => all.map((rule) => (rule.id === id ? { ...rule, ...changed } : rule)))
  return (
    <FormDialog
      title={bucket === null ? t('buckets.create') : t('buckets.edit', { bucket: bucket.name })}
      submit={bucket === null ? t('buckets.createThis') : t('common.save')}
      pending={save.isPending}
      disabledReason={name === '' ? t('buckets.nameWrong') : (nameError ?? quotaError ?? ruleError)}
      onClose={onClose}
      onSubmit={() =>
        save.mutate({
          quotaBytes: quota.trim() === '' ? null : Number(quota) * MB,
          expiry: rules.map(({ prefix, days }) => ({ prefix, days: Number(days) })),
        })
      }
    >
      {bucket === null && (
        <Field label={t('common.name')} error={nameError}>
          <Input mono placeholder="photos" autoComplete="off" value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
      )}
      <Field label={t('buckets.quotaMb')} hint={t('buckets.quotaHint')} error={quotaError}>
        <Input inputMode="numeric" autoComplete="off" value={quota} onChange={(e) => setQuota(e.target.value)} />
      </Field>
      <fieldset className="grid gap-2">
        <legend className="text-sm font-medium text-fg-2">{t('buckets.rules')}</legend>
        <p className="text-sm text-fg-3">{t('buckets.rulesHint')}</p>
        {rules.map(({ id, prefix, days }) => (
          <div key={id} className="flex items-end gap-2">
            <Field className="flex-1" label={t('buckets.rulePrefix')}>
              <Input mono placeholder="raw/" value={prefix} onChange={(e) => change(id, { prefix: e.target.value })} />
            </Field>
            <Field className="w-24" label={t('buckets.ruleDays')}>
              <Input inputMode="numeric" value={days} onChange={(e) => change(id, { days: e.target.value })} />
            </Field>
            <IconButton
              label={t('buckets.removeRule')}
              icon={<X size={15} />}
              onClick={() => setRules((all) => all.filter((rule) => rule.id !== id))}
            />
          </div>
        ))}
        {ruleError && <p className="text-sm text-danger">{ruleError}</p>}
        <span>
          <Button
            size="sm"
            icon={<Plus size={14} />}
            onClick={() =>
              setRules((all) => [
                ...all,
                { id: Math.max(-1, ...all.map((rule) => rule.id)) + 1, prefix: '', days: '30' },
              ])
            }
          >
            {t('buckets.addRule')}
          </Button>
        </span>
      </fieldset>
      <FormError message={save.error?.message} />
    </FormDialog>
  )
}

function isWhole(text: string, max: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= max
}
