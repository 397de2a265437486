import type { LogLevel, LogLine } from '@alcove/contract'
import { useMemo } from 'react'
import { StackedBars } from '../../ui/StackedBars.tsx'
import { useWidth } from '../../ui/useWidth.ts'
import { LEVEL_COLORS } from './levelColors.ts'

const HEIGHT = 44
const BUCKETS = 72

/** Failures at the bottom, where every bar starts. */
const ORDER: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'trace']

interface LogHistogramProps {
  lines: readonly LogLine[]
  label: string
  formatTime(at: number): string
}

/** Counts the loaded lines over time, by level. */
export function LogHistogram({ lines, label, formatTime }: LogHistogramProps) {
  const [host, width] = useWidth<HTMLDivElement>()
  const { from, to, buckets, max } = useMemo(() => bucketsOf(lines), [lines])
  const step = width / BUCKETS
  return (
    <div ref={host}>
      <svg role="img" aria-label={label} width={width} height={HEIGHT} className="block">
        <line x1={0} x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke="var(--line-strong)" />
        <StackedBars
          step={step}
          width={Math.max(1, step - 1.5)}
          foot={HEIGHT - 1}
          bars={buckets.map((counts) =>
            ORDER.filter((level) => counts[level] > 0).map((level) => ({
              key: level,
              size: Math.max(2, (counts[level] / max) * (HEIGHT - 4)),
              color: LEVEL_COLORS[level],
            })),
          )}
        />
      </svg>
      {lines.length > 0 && (
        <div aria-hidden="true" className="num flex justify-between pt-1 text-micro text-fg-3">
          <span>{formatTime(from)}</span>
          <span>{formatTime(to)}</span>
        </div>
      )}
    </div>
  )
}

function bucketsOf(lines: readonly LogLine[]) {
  const empty = () => ({ trace: 0, debug: 0, info: 0, warn: 0, error: 0 })
  const buckets = Array.from({ length: BUCKETS }, empty)
  const times = lines.map(({ time }) => Date.parse(time))
  const from = times.reduce((a, b) => Math.min(a, b), Infinity)
  const to = Math.max(
    times.reduce((a, b) => Math.max(a, b), -Infinity),
    from + 1,
  )
  lines.forEach(({ level }, index) => {
    const bucket = Math.min(BUCKETS - 1, Math.floor(((times[index]! - from) / (to - from)) * BUCKETS))
    buckets[bucket]![level] += 1
  })
  const max = Math.max(1, ...buckets.map((counts) => ORDER.reduce((sum, level) => sum + counts[level], 0)))
  return { from, to, buckets, max }
}
