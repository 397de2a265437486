import type { Bucket, Space } from '@alcove/contract'
import { useState } from 'react'
import { bucketsKey, putBucket } from '../../../../api/buckets.ts'
import { useChange } from '../../../../components/useChange.ts'
import { useDenied } from '../../../../components/useDenied.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { saidActor } from '../../../../i18n/said.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Button } from '../../../../ui/Button.tsx'
import { CodeBlock } from '../../../../ui/CodeBlock.tsx'
import { Field, Input } from '../../../../ui/Field.tsx'
import { KeyValue } from '../../../../ui/KeyValue.tsx'
import { Section } from '../../../../ui/Section.tsx'
import { isQuota, quotaBytesOf, quotaTextOf } from './bucket-draft.ts'

/** The quota of a bucket, where it is, and how functions and clients reach it. */
export function SettingsTab({ space, bucket }: { space: Space; bucket: Bucket }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [quota, setQuota] = useState(quotaTextOf(bucket))
  const denied = useDenied(space)('buckets:write')
  const problem = isQuota(quota) ? null : t('buckets.quotaWrong')
  const changed = quota.trim() !== quotaTextOf(bucket)
  const save = useChange({
    run: () => putBucket(space.name, bucket.name, { quotaBytes: quotaBytesOf(quota), expiry: bucket.expiry }),
    invalidates: [bucketsKey(space.name)],
    done: () => t('buckets.saved'),
  })
  return (
    <div className="max-w-2xl">
      <form
        noValidate
        className="grid max-w-md gap-4 px-gutter py-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (denied === null && problem === null && changed) save.mutate(undefined)
        }}
      >
        <Field label={t('buckets.quotaMb')} hint={t('buckets.quotaHint')} error={problem}>
          <Input
            inputMode="numeric"
            autoComplete="off"
            disabled={denied !== null}
            value={quota}
            onChange={(event) => setQuota(event.target.value)}
          />
        </Field>
        <span>
          <Button
            variant="primary"
            type="submit"
            pending={save.isPending}
            disabledReason={denied ?? problem ?? (!changed && t('buckets.nothingChanged'))}
          >
            {t('common.save')}
          </Button>
        </span>
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
