import { Link } from '@tanstack/react-router'
import { useTranslation } from '../../../../../i18n/index.ts'
import { useFormat } from '../../../../../i18n/useFormat.ts'
import { paths } from '../../../../../navigation/paths.ts'
import { KeyValue } from '../../../../../ui/KeyValue.tsx'
import type { TriggerViewProps } from '../kind.ts'

export function BucketDetails({ space, trigger }: TriggerViewProps<'bucket'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const { bucket, events, prefix, suffix, minBytes, maxBytes } = trigger.config
  const shown = (key: string, label: string, value: string | undefined) =>
    value === undefined || value === '' ? [] : [{ key, label, value: <span className="mono">{value}</span> }]
  return (
    <div className="pb-2">
      <KeyValue
        items={[
          {
            key: 'bucket',
            label: t('triggers.bucket'),
            value: (
              <Link
                {...paths.buckets(space, { bucket, prefix: prefix.slice(0, prefix.lastIndexOf('/') + 1) || undefined })}
                className="link"
              >
                {bucket}
              </Link>
            ),
          },
          {
            key: 'events',
            label: t('triggers.objectEvents'),
            value: events.map((event) => t(`triggers.objectEvent.${event}`)).join(', '),
          },
          ...shown('prefix', t('triggers.prefix'), prefix),
          ...shown('suffix', t('triggers.suffix'), suffix),
          ...shown('minBytes', t('triggers.minBytes'), minBytes === undefined ? undefined : format.bytes(minBytes)),
          ...shown('maxBytes', t('triggers.maxBytes'), maxBytes === undefined ? undefined : format.bytes(maxBytes)),
        ]}
      />
    </div>
  )
}
