import { LIMITS, type LogLine } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { LogLineRow } from './LogLineRow.tsx'

interface LogLinesProps {
  lines: readonly LogLine[]
  /** The call wrote more lines than are kept. */
  truncated?: boolean
  /** The padding of a row, to match the surrounding pane. */
  className: string
}

/** All lines of one call. The logs tab shows thousands. */
export function LogLines({ lines, truncated = false, className }: LogLinesProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div role="log" aria-label={t('fn.logs.title')}>
      {lines.map((line) => (
        <LogLineRow key={line.id} line={line} className={className} />
      ))}
      {truncated && (
        <p className={`text-sm text-warning ${className}`}>
          {t('fn.logs.linesDropped', {
            lines: format.number(LIMITS.logLines),
            size: format.bytes(LIMITS.logBytes),
            line: format.bytes(LIMITS.logLineBytes),
          })}
        </p>
      )}
    </div>
  )
}
