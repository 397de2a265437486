import type { TriggerPreviewOf } from '@alcove/contract'
import { clsx } from 'clsx'
import { useTranslation } from '../../../../../i18n/index.ts'
import { useFormat } from '../../../../../i18n/useFormat.ts'
import { Time } from '../../../../../ui/Time.tsx'

interface MatchedObjectsProps {
  objects: TriggerPreviewOf<'bucket'>['matched']
  dimmed: boolean
}

/** Objects of the bucket that the trigger would have fired for. */
export function MatchedObjects({ objects, dimmed }: MatchedObjectsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  if (objects.length === 0) return <p className="px-gutter pb-3 text-fg-2">{t('triggers.matchedObjectsNone')}</p>
  return (
    <ul className={clsx(dimmed && 'opacity-50')}>
      {objects.map(({ key, bytes, updatedAt }) => (
        <li key={key} className="grid gap-0.5 border-t border-line px-gutter py-1.5">
          <span className="mono cut">{key}</span>
          <span className="flex items-baseline gap-3 text-sm text-fg-2">
            <span className="flex-1">{format.bytes(bytes)}</span>
            <Time at={updatedAt} />
          </span>
        </li>
      ))}
    </ul>
  )
}
