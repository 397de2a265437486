import { LOG_LEVELS, type LogCounts, type LogLevel } from '@alcove/contract'
import { useId, useState } from 'react'
import { serverNow } from '../../clock.ts'
import { LevelSwatch } from './LevelSwatch.tsx'
import { LEVEL_COLORS, LEVEL_STRIPES } from './levelColors.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { Stripes } from '../../ui/Stripes.tsx'
import { useWidth } from '../../ui/useWidth.ts'

const UP = 44
const DOWN = 22
const GAP = 1.5
const ABOVE: readonly LogLevel[] = ['info', 'debug', 'trace']
const BELOW: readonly LogLevel[] = ['error', 'warn']

interface LogHistogramProps {
  counts: LogCounts
  /** A stretch of time was chosen. */
  onZoom(from: string, to: string): void
}

/** Lines over time. Warnings and errors hang below on a scale of their own. Dragging chooses a stretch. */
export function LogHistogram({ counts: { steps, stepMs, total }, onZoom }: LogHistogramProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const id = useId()
  const [host, width] = useWidth<HTMLDivElement>()
  const [brush, setBrush] = useState<{ from: number; to: number } | null>(null)
  const step = steps.length > 0 ? width / steps.length : 0
  const sum = (levels: Record<LogLevel, number>, of: readonly LogLevel[]) =>
    of.reduce((all, level) => all + levels[level], 0)
  const most = Math.max(1, ...steps.map(({ levels }) => sum(levels, ABOVE)))
  const worst = Math.max(1, ...steps.map(({ levels }) => sum(levels, BELOW)))
  const indexAt = (x: number) => Math.max(0, Math.min(steps.length - 1, Math.floor(x / step)))
  const [first, last] = brush ? [Math.min(brush.from, brush.to), Math.max(brush.from, brush.to)] : [0, -1]
  const startOf = (index: number) => Date.parse(steps[index]!.at)
  const label = stepMs * steps.length > 86_400_000 ? format.dateTime : format.clock
  const totals = LOG_LEVELS.map((level) => [level, steps.reduce((all, { levels }) => all + levels[level], 0)] as const)
  return (
    <div
      ref={host}
      className="touch-none select-none"
      onPointerDown={(event) => {
        if (step === 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        const at = indexAt(event.clientX - event.currentTarget.getBoundingClientRect().left)
        setBrush({ from: at, to: at })
      }}
      onPointerMove={(event) => {
        const at = indexAt(event.clientX - event.currentTarget.getBoundingClientRect().left)
        setBrush((before) => before && { ...before, to: at })
      }}
      onPointerUp={() => {
        if (brush) onZoom(new Date(startOf(first)).toISOString(), new Date(startOf(last) + stepMs).toISOString())
        setBrush(null)
      }}
      onPointerCancel={() => setBrush(null)}
    >
      <svg
        role="img"
        aria-label={`${t('logs.histogram')}: ${t('logs.lines', { count: total })}; ${totals
          .filter(([, lines]) => lines > 0)
          .map(([level, lines]) => `${level} ${format.number(lines)}`)
          .join(', ')}`}
        width={width}
        height={UP + DOWN}
        className="block cursor-crosshair"
      >
        {LOG_LEVELS.map((level) => (
          <Stripes key={level} id={`${id}${level}`} color={LEVEL_COLORS[level]} angle={LEVEL_STRIPES[level]} />
        ))}
        {steps.map(({ at, levels }, index) => (
          <g key={at} transform={`translate(${index * step} 0)`}>
            <Stack
              id={id}
              of={ABOVE}
              levels={levels}
              scale={(UP - 2) / most}
              from={UP}
              up
              width={Math.max(1, step - GAP)}
            />
            <Stack
              id={id}
              of={BELOW}
              levels={levels}
              scale={(DOWN - 2) / worst}
              from={UP + 1}
              width={Math.max(1, step - GAP)}
            />
          </g>
        ))}
        <line x1={0} x2={width} y1={UP + 0.5} y2={UP + 0.5} stroke="var(--line-strong)" />
        {brush && (
          <rect
            x={first * step}
            width={(last - first + 1) * step}
            y={0}
            height={UP + DOWN}
            fill="var(--accent)"
            opacity={0.15}
          />
        )}
      </svg>
      {steps.length > 0 && (
        <div aria-hidden="true" className="num flex flex-wrap justify-between gap-x-3 pt-0.5 text-micro text-fg-3">
          <span>{label(brush ? startOf(first) : startOf(0))}</span>
          <span className="flex flex-wrap items-center gap-x-3 narrow:order-1 narrow:w-full">
            {totals
              .filter(([, lines]) => lines > 0)
              .map(([level, lines]) => (
                <span key={level} className="inline-flex items-center gap-1">
                  <LevelSwatch level={level} />
                  {level} {format.number(lines)}
                </span>
              ))}
          </span>
          <span>{label(Math.min((brush ? startOf(last) : startOf(steps.length - 1)) + stepMs, serverNow()))}</span>
        </div>
      )}
    </div>
  )
}

interface StackProps {
  /** Of the patterns. */
  id: string
  of: readonly LogLevel[]
  levels: Record<LogLevel, number>
  scale: number
  from: number
  up?: boolean
  width: number
}

function Stack({ id, of, levels, scale, from, up = false, width }: StackProps) {
  let at = from
  return of
    .filter((level) => levels[level] > 0)
    .map((level) => {
      const height = Math.max(1.5, levels[level] * scale)
      const y = up ? at - height : at
      at += up ? -height : height
      const fill = LEVEL_STRIPES[level] === undefined ? LEVEL_COLORS[level] : `url(#${id}${level})`
      return <rect key={level} x={0} y={y} width={width} height={height} fill={fill} />
    })
}
