import type { LogLevel, LogLine } from '@alcove/contract'
import { clsx } from 'clsx'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { AnsiText } from './AnsiText.tsx'
import { CutNote } from './CutNote.tsx'

const looks: Record<LogLevel, { row: string; level: string; text: string }> = {
  trace: { row: '', level: 'text-fg-3', text: 'text-fg-2' },
  debug: { row: '', level: 'text-fg-3', text: 'text-fg-2' },
  info: { row: '', level: 'text-fg-2', text: '' },
  warn: { row: 'shadow-[inset_2px_0_0_var(--o-timeout)]', level: 'text-warning', text: '' },
  error: { row: 'bg-danger-tint shadow-[inset_2px_0_0_var(--danger)]', level: 'text-danger', text: 'text-danger' },
}

/** How lines of logpoints begin. */
const MARK = '[logpoint '

interface LogLineRowProps {
  line: LogLine
  /** `seconds`: 52.104, within one call; `clock`: 21:37:52.104. */
  time?: 'seconds' | 'clock'
  className?: string
}

/** One line: time, level, text. A cut line says how much is missing. */
export function LogLineRow({ line, time = 'seconds', className }: LogLineRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const look = looks[line.level]
  const at = new Date(line.time)
  const millis = String(at.getMilliseconds()).padStart(3, '0')
  return (
    <div
      className={clsx(
        'grid font-mono text-[12px]/[20px] [font-feature-settings:"calt"_0]',
        time === 'clock'
          ? 'grid-cols-[100px_48px_minmax(0,1fr)] narrow:grid-cols-[auto_minmax(0,1fr)] narrow:gap-x-2'
          : 'grid-cols-[58px_48px_minmax(0,1fr)]',
        look.row,
        className,
      )}
    >
      <span className={line.level === 'error' ? 'text-fg-2' : 'text-fg-3'}>
        {time === 'clock' ? format.clock(line.time) : String(at.getSeconds()).padStart(2, '0')}.{millis}
      </span>
      <span className={look.level}>{line.level}</span>
      <span
        className={clsx('whitespace-pre-wrap wrap-anywhere', time === 'clock' && 'narrow:col-span-full', look.text)}
      >
        {line.message.startsWith(MARK) && (
          <span className="mr-1.5 text-info" title={t('fn.logpoints.mark')}>
            ◆
          </span>
        )}
        <AnsiText text={line.message} of={line} />
        <CutNote line={line} />
      </span>
    </div>
  )
}
