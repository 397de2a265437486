import { LIMITS, type LogLine } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'

/** Says what is missing of a line, and why. */
export function CutNote({ line }: { line: LogLine }) {
  const { t } = useTranslation()
  const format = useFormat()
  if (line.truncatedBytes === 0) return null
  return (
    <span className="ml-2 font-sans text-sm text-warning">
      {t('fn.logs.cut', {
        kept: format.bytes(new TextEncoder().encode(line.message).length),
        size: format.bytes(line.truncatedBytes),
        limit: format.bytes(LIMITS.logLineBytes),
      })}
    </span>
  )
}
