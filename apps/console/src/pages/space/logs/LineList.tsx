import type { LogLine } from '@alcove/contract'
import { useVirtualizer } from '@tanstack/react-virtual'
import { clsx } from 'clsx'
import { type KeyboardEvent, type ReactNode, useMemo, useRef } from 'react'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { AnsiText } from '../../../components/LogViewer/index.ts'
import { readLine } from './line-fields.ts'

interface LineListProps {
  /** The newest first. */
  lines: readonly LogLine[]
  columns: readonly string[]
  /** Id of the open line. */
  open: string | undefined
  onOpen(line: LogLine | undefined): void
  /** Shown below the open line. */
  detail(line: LogLine): ReactNode
  /** Shown below the last line. */
  after: ReactNode
  onScroll(fromTop: number): void
}

const LOOKS: Record<LogLine['level'], { row: string; level: string }> = {
  trace: { row: '', level: 'text-fg-3' },
  debug: { row: '', level: 'text-fg-3' },
  info: { row: '', level: 'text-fg-2' },
  warn: { row: 'shadow-[inset_2px_0_0_var(--o-timeout)]', level: 'text-warning' },
  error: { row: 'bg-danger-tint shadow-[inset_2px_0_0_var(--danger)]', level: 'text-danger' },
}

/** Any number of lines; only visible ones are in the document. */
export function LineList({ lines, columns, open, onOpen, detail, after, onScroll }: LineListProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  // Used only in this component, never passed on.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 24,
    getItemKey: (index) => lines[index]!.id,
    overscan: 20,
  })
  const grid = useMemo(
    () => ({ gridTemplateColumns: `96px 48px 128px minmax(240px,1fr)${' 104px'.repeat(columns.length)}` }),
    [columns],
  )
  /** j, k and the arrows go from line to line, Escape closes the open one. */
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const step =
      event.key === 'j' || event.key === 'ArrowDown' ? 1 : event.key === 'k' || event.key === 'ArrowUp' ? -1 : 0
    if (event.key === 'Escape' && open !== undefined) return onOpen(undefined)
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-line]')
    if (step === 0 || !row) return
    event.preventDefault()
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-line]')].toSorted(
      (a, b) => Number(a.dataset['line']) - Number(b.dataset['line']),
    )
    rows[rows.indexOf(row) + step]?.focus()
  }
  return (
    // The rows are buttons, and their key events bubble up to this list.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={scroller}
      role="log"
      aria-live="off"
      aria-label={t('logs.title')}
      className="min-h-0 flex-1 overflow-auto"
      onScroll={({ currentTarget }) => onScroll(currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <div
        aria-hidden="true"
        style={grid}
        className="sticky top-0 z-10 grid h-8 items-center gap-x-2 border-b border-line bg-canvas px-gutter text-sm text-fg-2 narrow:hidden"
      >
        <span>{t('logs.time')}</span>
        <span>{t('logs.level')}</span>
        <span>{t('logs.function')}</span>
        <span>{t('logs.message')}</span>
        {columns.map((path) => (
          <span key={path} className="mono cut">
            {path}
          </span>
        ))}
      </div>
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index]!
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0 border-b border-line"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <Row
                line={line}
                index={item.index}
                columns={columns}
                grid={grid}
                open={line.id === open}
                onToggle={() => onOpen(line.id === open ? undefined : line)}
              />
              {line.id === open && detail(line)}
            </div>
          )
        })}
      </div>
      {after}
    </div>
  )
}

interface RowProps {
  line: LogLine
  index: number
  columns: readonly string[]
  grid: { gridTemplateColumns: string }
  open: boolean
  onToggle(): void
}

function Row({ line, index, columns, grid, open, onToggle }: RowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { text, fields, rest } = useMemo(() => readLine(line), [line])
  const look = LOOKS[line.level]
  const millis = String(new Date(line.time).getMilliseconds()).padStart(3, '0')
  return (
    <button
      type="button"
      data-line={index}
      aria-expanded={open}
      style={grid}
      className={clsx(
        'grid w-full gap-x-2 px-gutter py-0.5 text-left font-mono text-[12px]/[20px] outline-offset-[-2px] hover:bg-hover [font-feature-settings:"calt"_0]',
        'narrow:grid-cols-[auto_auto_minmax(0,1fr)]!',
        look.row,
      )}
      onClick={() => window.getSelection()?.toString() === '' && onToggle()}
    >
      <span className="num text-fg-3">
        {format.clock(line.time)}.{millis}
      </span>
      <span className={look.level}>{line.level}</span>
      <span className="cut">{line.function}</span>
      <span
        className={clsx(
          'cut narrow:col-span-3 narrow:whitespace-normal narrow:wrap-anywhere',
          line.level === 'error' && 'text-danger',
        )}
      >
        <AnsiText text={text.split('\n', 1)[0]!.slice(0, 2_000)} />
        {rest !== '' && <span className="text-fg-3"> {rest.slice(0, 1_000)}</span>}
        {line.truncatedBytes > 0 && (
          <span className="ml-2 text-warning">
            {t('fn.logs.truncated', { size: format.bytes(line.truncatedBytes) })}
          </span>
        )}
      </span>
      {columns.map((path) => (
        <span key={path} className="cut narrow:hidden">
          {fields.has(path) ? String(fields.get(path)) : ''}
        </span>
      ))}
    </button>
  )
}
