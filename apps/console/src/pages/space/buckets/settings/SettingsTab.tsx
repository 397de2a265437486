import type { Bucket, Space } from '@alcove/contract'
import { useNavigate } from '@tanstack/react-router'
import { bucketsKey, getBucket, putBucket } from '../../../../api/buckets.ts'
import { ChangedDialog } from '../../../../components/changed-meanwhile/ChangedDialog.tsx'
import { useGuardedSave } from '../../../../components/changed-meanwhile/useGuardedSave.ts'
import { useBodyForm } from '../../../../components/useBodyForm.ts'
import { useDenied } from '../../../../components/useDenied.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { saidActor } from '../../../../i18n/said.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { paths } from '../../../../navigation/paths.ts'
import { Button } from '../../../../ui/Button.tsx'
import { CodeBlock } from '../../../../ui/CodeBlock.tsx'
import { Field, Input } from '../../../../ui/Field.tsx'
import { KeyValue } from '../../../../ui/KeyValue.tsx'
import { Section } from '../../../../ui/Section.tsx'
import { quotaBytesOf, QuotaOnly, quotaTextOf } from './bucket-draft.ts'

/** The quota of a bucket, where it is, and how functions and clients reach it. */
export function SettingsTab({ space, bucket }: { space: Space; bucket: Bucket }) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const fieldsOf = (of: Bucket) => ({ quota: quotaTextOf(of) })
  const form = useBodyForm({
    fields: fieldsOf(bucket),
    schema: QuotaOnly,
    bodyOf: ({ quota }) => ({ quotaBytes: quotaBytesOf(quota) }),
  })
  const { reset } = form
  const { isDirty: changed } = form.formState
  const denied = useDenied(space)('buckets:write')
  const wrong = form.isWrong ? t('buckets.quotaWrong') : null
  const problem = denied ?? wrong
  const save = useGuardedSave({
    item: bucket,
    partial: true,
    run: ({ quotaBytes }: Pick<Bucket, 'quotaBytes'>, seen, over) =>
      putBucket(space.name, bucket.name, { quotaBytes, expiry: over?.expiry ?? [] }, seen),
    read: () => getBucket(space.name, bucket.name),
    settings: ({ quotaBytes }) => ({ quotaBytes }),
    typed: (settings) => settings,
    onTheirs: (theirs) => (theirs ? reset(fieldsOf(theirs)) : void navigate(paths.buckets(space.name))),
    invalidates: [bucketsKey(space.name)],
    done: () => t('buckets.saved'),
    onDone: (saved) => reset(fieldsOf(saved)),
  })
  return (
    <div className="max-w-2xl">
      <form
        noValidate
        className="grid max-w-md gap-4 px-gutter py-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (problem === null && changed) void form.handleSubmit((settings) => save.mutate(settings))()
        }}
      >
        <Field label={t('buckets.quotaMb')} hint={t('buckets.quotaHint')} error={wrong}>
          <Input inputMode="numeric" autoComplete="off" disabled={denied !== null} {...form.register('quota')} />
        </Field>
        <span>
          <Button
            variant="primary"
            type="submit"
            pending={save.isPending}
            disabledReason={problem ?? (!changed && t('common.nothingChanged'))}
          >
            {t('common.save')}
          </Button>
        </span>
        {save.conflict && <ChangedDialog name={bucket.name} conflict={save.conflict} pending={save.isPending} />}
      </form>
      <Section ruled title={t('buckets.about')}>
        <KeyValue
          items={[
            {
              key: 'storage',
              label: t('buckets.storage'),
              value: bucket.storage === 's3' ? t('buckets.onS3') : t('buckets.onDisk'),
            },
            { key: 'objects', label: t('buckets.objects'), value: format.number(bucket.objects) },
            { key: 'bytes', label: t('buckets.size'), value: format.bytes(bucket.bytes) },
            {
              key: 'space',
              label: t('buckets.spaceQuota'),
              value: t('buckets.used', {
                used: format.bytes(bucket.space.bytes),
                quota: format.bytes(bucket.space.quotaBytes),
              }),
            },
            { key: 'created', label: t('buckets.createdAt'), value: format.dateTime(bucket.createdAt) },
            { key: 'by', label: t('buckets.by'), value: saidActor(bucket.createdBy ?? '–') },
          ]}
        />
      </Section>
      <Section ruled title={t('buckets.access')} note={t('buckets.accessNote')} className="mt-2">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-gutter pb-6">
          <CodeBlock
            boxed
            code={`import { alcove } from 'alcove'\nconst bucket = alcove.bucket('${bucket.name}')\nawait bucket.put('a.json', JSON.stringify({ n: 1 }))`}
          />
          <CodeBlock
            boxed
            wrap
            code={`curl -T mug.jpg -H "Authorization: Bearer $ALCOVE_KEY" \\\n  ${window.location.origin}/api/v1/spaces/${space.name}/buckets/${bucket.name}/objects/mug.jpg`}
          />
        </div>
      </Section>
    </div>
  )
}
