import type { LogLine, Trace } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { AnsiText } from '../../../components/LogViewer/index.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { paths } from '../../../navigation/paths.ts'
import { StatusMark } from '../../../ui/StatusMark.tsx'
import { colorOf } from './colorOf.ts'
import { waterfallOf, type WaterfallRow } from './waterfall.ts'

interface WaterfallProps {
  trace: Trace
  selected: string | undefined
  onOpen(id: string): void
}

const rowClass =
  'grid min-h-[26px] grid-cols-[minmax(180px,34%)_minmax(0,1fr)_72px] items-center gap-x-3 px-gutter narrow:grid-cols-[minmax(0,1fr)_64px] narrow:py-1'
const HOUR_MS = 3_600_000
const barCell = 'relative h-full min-h-3 narrow:order-last narrow:col-span-2'

/** Calls, phases and log lines of a trace on one axis. */
export function Waterfall({ trace, selected, onOpen }: WaterfallProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set())
  const [lines, setLines] = useState(true)
  const rows = useMemo(() => waterfallOf(trace, toggled), [trace, toggled])
  const functions = [...new Set(trace.calls.map((call) => call.function))]
  const total = Math.max(trace.durationMs, 0.1)
  const toggle = (id: string) =>
    setToggled((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]))
  return (
    <section aria-label={t('traces.waterfall')}>
      <div className={clsx(rowClass, 'border-b border-line text-sm text-fg-2')}>
        <span className="flex items-center gap-3">
          {t('traces.span')}
          <label className="flex items-center gap-1.5">
            <input type="checkbox" checked={lines} onChange={(event) => setLines(event.target.checked)} />
            {t('traces.showLines')}
          </label>
        </span>
        <span aria-hidden="true" className="num flex justify-between text-micro text-fg-3 narrow:hidden">
          {[0, 0.25, 0.5, 0.75, 1].map((share) => (
            <span key={share}>{share === 0 ? '0 ms' : format.ms(total * share)}</span>
          ))}
        </span>
        <span className="text-right">ms</span>
      </div>
      {rows.map((row) => {
        const left = `min(${(Math.max(0, row.from) / total) * 100}%, calc(100% - 2px))`
        if (row.kind === 'span') return <SpanRow key={row.key} row={row} left={left} total={total} />
        if (row.kind === 'alike') {
          const open = toggled.has(row.key)
          return <AlikeRow key={row.key} row={row} left={left} total={total} open={open} onToggle={toggle} />
        }
        if (row.kind === 'line')
          return lines && <Line key={row.key} space={trace.calls[0]!.space} row={row} left={left} />
        const isCall = row.kind === 'call'
        const failed = isCall && row.call.error !== null
        const color = row.kind === 'phase' ? phaseColor(row, functions) : colorOf(functions, row.call.function)
        return (
          <div
            key={row.key}
            className={clsx(rowClass, 'hover:bg-hover', selected === row.call.id && isCall && 'bg-selected')}
          >
            <span className="flex min-w-0 items-center gap-1.5" style={{ paddingLeft: row.depth * 14 }}>
              {isCall && row.parent ? (
                <button
                  type="button"
                  aria-expanded={!toggled.has(row.key)}
                  aria-label={t('traces.inside', { fn: row.call.function })}
                  className="text-fg-3 hover:text-fg"
                  onClick={() => toggle(row.key)}
                >
                  {toggled.has(row.key) ? <ChevronRight size={13} /> : <ChevronDown size={13} />}
                </button>
              ) : (
                <span className="w-[13px]" />
              )}
              {row.kind === 'phase' ? (
                <span className="cut text-fg-2">{t(`fn.phase.${row.phase}`)}</span>
              ) : (
                <>
                  {failed && <StatusMark status={row.call.status} />}
                  <button
                    type="button"
                    className={clsx('cut text-left hover:underline', failed ? 'font-name text-danger' : 'font-name')}
                    onClick={() => onOpen(row.call.id)}
                  >
                    {row.call.function}
                  </button>
                  <span className="mono shrink-0 text-sm text-fg-3">
                    {row.call.version === null ? t('fn.versions.draft') : `v${row.call.version}`}
                    {row.call.taskId !== null && ` · ${t('traces.task')}`}
                  </span>
                </>
              )}
            </span>
            <span aria-hidden="true" className={barCell}>
              <span
                className="absolute top-1/2 h-2.5 min-w-0.5 -translate-y-1/2 rounded-[2px]"
                style={{
                  left,
                  width: `${Math.min(100, (row.ms / total) * 100)}%`,
                  background: color,
                  opacity: isCall && row.parent ? 0.4 : 1,
                }}
              />
            </span>
            <span className={clsx('num text-right', failed ? 'text-danger' : 'text-fg-2')}>{format.ms(row.ms)}</span>
          </div>
        )
      })}
    </section>
  )
}

interface AlikeRowProps {
  row: Extract<WaterfallRow, { kind: 'alike' }>
  left: string
  total: number
  open: boolean
  onToggle(key: string): void
}

/** Siblings of one name, which a click shows one by one. */
function AlikeRow({ row, left, total, open, onToggle }: AlikeRowProps) {
  const format = useFormat()
  return (
    <div className={clsx(rowClass, 'hover:bg-hover')}>
      <button
        type="button"
        aria-expanded={open}
        className="flex min-w-0 items-center gap-1.5 text-left"
        style={{ paddingLeft: row.depth * 14 }}
        onClick={() => onToggle(row.key)}
      >
        <span className="text-fg-3">{open ? <ChevronDown size={13} /> : <ChevronRight size={13} />}</span>
        <span className="cut">{row.name}</span>
        <span className="num text-fg-2">× {format.number(row.count)}</span>
      </button>
      <span aria-hidden="true" className={barCell}>
        <span
          className="absolute top-1/2 h-2.5 min-w-0.5 -translate-y-1/2 rounded-[2px] bg-(--s4) opacity-40"
          style={{ left, width: `${Math.min(100, (row.ms / total) * 100)}%` }}
        />
      </span>
      <span className="num text-right text-fg-2">{format.ms(row.ms)}</span>
    </div>
  )
}

/** What the call did: hatched where it is outside of Alcove. */
function SpanRow({ row, left, total }: { row: Extract<WaterfallRow, { kind: 'span' }>; left: string; total: number }) {
  const format = useFormat()
  const { span } = row
  const { 'http.response.status_code': status, 'url.path': path, key } = span.attributes
  const outside = span.kind === 'client' && 'server.address' in span.attributes
  const more = [path, status, key].filter((each) => each !== undefined).join(' ')
  const all = Object.entries(span.attributes).map(([name, value]) => `${name}: ${value}`)
  const tone = span.error === null ? 'var(--s4)' : 'var(--o-functionError)'
  return (
    <div
      className={clsx(rowClass, 'hover:bg-hover')}
      title={[span.name, span.error, ...all].filter(Boolean).join('\n')}
    >
      <span className="flex min-w-0 items-center gap-1.5" style={{ paddingLeft: row.depth * 14 }}>
        <span className="w-[13px]" />
        {span.error !== null && <StatusMark status="functionError" />}
        <span className={clsx('cut', span.error !== null && 'text-danger')}>{span.name}</span>
        <span className="mono shrink-0 text-sm text-fg-3">{more}</span>
      </span>
      <span aria-hidden="true" className={barCell}>
        <span
          className="absolute top-1/2 h-2.5 min-w-0.5 -translate-y-1/2 rounded-[2px] border"
          style={{
            left,
            width: `${Math.min(100, (row.ms / total) * 100)}%`,
            borderColor: tone,
            background: outside ? `repeating-linear-gradient(135deg, ${tone} 0 1.5px, transparent 1.5px 4px)` : tone,
          }}
        />
      </span>
      <span className={clsx('num text-right', span.error === null ? 'text-fg-2' : 'text-danger')}>
        {format.ms(row.ms)}
      </span>
    </div>
  )
}

function phaseColor(row: Extract<WaterfallRow, { kind: 'phase' }>, functions: readonly string[]): string {
  if (row.phase === 'handler') return colorOf(functions, row.call.function)
  if (row.phase === 'build' || row.phase === 'queue' || row.phase === 'response') return 'var(--o-throttled)'
  return 'var(--o-cold)'
}

/** The line among those before it. */
function placeOf({ id, time }: LogLine) {
  const at = Date.parse(time)
  return { line: id, from: new Date(at - HOUR_MS).toISOString(), to: new Date(at + 1_000).toISOString() }
}

function Line({ space, row, left }: { space: string; row: Extract<WaterfallRow, { kind: 'line' }>; left: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { level, message } = row.line
  const tone = level === 'error' ? 'text-danger' : level === 'warn' ? 'text-warning' : 'text-fg-2'
  return (
    <div className={clsx(rowClass, 'text-[12px]', tone, tone === 'text-danger' && 'bg-danger-tint')}>
      <span className="mono flex min-w-0 gap-2" style={{ paddingLeft: row.depth * 14 + 19 }}>
        <Link
          {...paths.spaceLogs(space, placeOf(row.line))}
          aria-label={`${level}: ${message.slice(0, 80)}`}
          title={t('fn.invocation.openLogs')}
          className="shrink-0 underline decoration-dotted underline-offset-2"
        >
          {level}
        </Link>
        <span className="cut" title={message}>
          <AnsiText text={message} of={row.line} />
        </span>
      </span>
      <span aria-hidden="true" className={barCell}>
        <span className="absolute top-1 bottom-1 w-0.5 bg-current" style={{ left }} />
      </span>
      <span className="num text-right text-fg-3">+{format.ms(Math.max(0, row.from))}</span>
    </div>
  )
}
