import type { TriggerOf } from '@alcove/contract'
import { useTranslation } from '../../../../../i18n/index.ts'

export function BucketSource({ trigger }: { trigger: TriggerOf<'bucket'> }) {
  const { t } = useTranslation()
  const { bucket, events, prefix, suffix } = trigger.config
  const keys = prefix === '' && suffix === '' ? '' : `${prefix}*${suffix}`
  return (
    <span className="cut">
      <span className="mono">{[bucket, keys].filter((part) => part !== '').join('/')}</span>{' '}
      <span className="text-fg-2">{events.map((event) => t(`triggers.objectEvent.${event}`)).join(', ')}</span>
    </span>
  )
}
