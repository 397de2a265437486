/** How far back a page looks from now, in milliseconds. */
export const RANGE_MS = {
  '15m': 900_000,
  '1h': 3_600_000,
  '3h': 10_800_000,
  '6h': 21_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '30d': 2_592_000_000,
} as const

export type Preset = keyof typeof RANGE_MS
/** Two moments, as in `2026-11-21T19:30:00Z..2026-11-21T21:00:00Z`. */
export type Between = `${string}..${string}`
export type Range = Preset | Between

/** A stretch of time. Milliseconds since 1970. */
export interface Span {
  from: number
  to: number
}

export const isPreset = (range: Range): range is Preset => range in RANGE_MS

export function spanOf(range: Range, now: number): Span {
  if (isPreset(range)) return { from: now - RANGE_MS[range], to: now }
  const [from = '', to = ''] = range.split('..')
  return { from: Date.parse(from), to: Date.parse(to) }
}

export const between = ([from, to]: readonly [from: number, to: number]): Between => `${iso(from)}..${iso(to)}`

/** The stretch of the same length before this one (-1) or after it (1), which never ends in the future. */
export function shifted({ from, to }: Span, direction: -1 | 1, now: number): Span {
  const length = to - from
  const end = Math.min(to + direction * length, now)
  return { from: end - length, to: end }
}

/** A range from an address; undefined if it is malformed or not one of these. */
export function parseRange<T extends Preset>(presets: readonly T[], value: unknown): T | Between | undefined {
  if (typeof value !== 'string') return undefined
  if (!value.includes('..')) return presets.find((preset) => preset === value)
  const span = spanOf(value as Between, 0)
  return span.from < span.to ? between([span.from, span.to]) : undefined
}

/** Without the milliseconds that a range rarely has. */
const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')
