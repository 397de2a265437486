import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'

/** "× 1,204" for a record of that many refused calls; nothing for an ordinary one. */
export function Repeats({ count }: { count: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (count === 1) return null
  return (
    <span
      className="num ml-1.5 font-normal text-fg-2"
      title={t('fn.invocation.repeats', { count: format.number(count) })}
    >
      × {format.number(count)}
    </span>
  )
}
