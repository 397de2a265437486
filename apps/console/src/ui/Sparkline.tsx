import { StackedBars } from './StackedBars.tsx'

/** Width of a bar. CSS pixels. */
const BAR = 1.8

interface LineSparkProps {
  values: readonly (number | null)[]
  color?: string
  width?: number
  height?: number
}

/** A number over time, without axes. Decoration: the number itself stands next to it. */
export function LineSpark({ values, color = 'var(--s1)', width = 62, height = 22 }: LineSparkProps) {
  const known = values.map((value) => value ?? 0)
  const max = Math.max(...known, 0)
  if (known.length < 2) return null
  const step = width / (known.length - 1)
  const y = (value: number) => (max === 0 ? height - 1 : height - 1 - (value / max) * (height - 2))
  const path = known.map((value, i) => `${i === 0 ? 'M' : 'L'}${round(i * step)} ${round(y(value))}`).join('')
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} fill="none" aria-hidden="true">
      <path d={path} stroke={color} strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  )
}

interface BarSparkProps {
  invocations: readonly number[]
  failures: readonly number[]
  width?: number
  height?: number
  bars?: number
}

/** A day of calls as bars, with failures red at the bottom. A dotted line when there were none. */
export function BarSpark({ invocations, failures, width = 144, height = 16, bars = 48 }: BarSparkProps) {
  const calls = shrink(invocations, bars)
  const failed = shrink(failures, bars)
  const max = Math.max(...calls, 0)
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <StackedBars
        step={width / bars}
        width={BAR}
        foot={height}
        bars={calls.map((count, i) => {
          if (count === 0) return [{ key: 'none', size: 1, color: 'var(--line-strong)' }]
          const total = Math.max(1.5, (count / max) * (height - 1))
          const bad = failed[i] === 0 ? 0 : Math.max(3, (failed[i]! / count) * total)
          return [
            { key: 'failures', size: bad, color: 'var(--o-functionError)' },
            { key: 'successes', size: Math.max(0, total - bad), color: 'var(--bar)' },
          ].filter(({ size }) => size > 0)
        })}
      />
    </svg>
  )
}

/** Sums neighbours until `count` values are left. */
function shrink(values: readonly number[], count: number): number[] {
  const sums = Array.from({ length: count }, () => 0)
  values.forEach((value, i) => (sums[Math.min(count - 1, Math.floor((i * count) / values.length))]! += value))
  return sums
}

const round = (value: number) => Math.round(value * 10) / 10
