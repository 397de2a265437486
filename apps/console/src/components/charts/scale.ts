const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STEPS = [
  ...[1, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30].map((n) => n * DAY),
]

/** Round local times within a range, at most `count`. Milliseconds since the epoch. */
export function timeTicks(from: number, to: number, count: number): number[] {
  const step = STEPS.find((candidate) => (to - from) / candidate <= count) ?? STEPS.at(-1)!
  const offset = new Date(from).getTimezoneOffset() * MINUTE
  const ticks: number[] = []
  for (let tick = Math.ceil((from - offset) / step) * step + offset; tick <= to; tick += step) ticks.push(tick)
  return ticks
}

/**
 * The decades that contain all values: `[10, 10_000]` for 12 to 4,000. At least three, so that noise looks like noise;
 * never below 1 ms, where differences mean nothing to a caller.
 */
export function decades(values: readonly number[]): [low: number, high: number] {
  const positive = values.filter((value) => value > 0)
  const low = positive.length > 0 ? Math.floor(Math.log10(Math.max(1, Math.min(...positive)))) : 1
  const high = positive.length > 0 ? Math.ceil(Math.log10(Math.max(...positive))) : 4
  return [10 ** low, 10 ** Math.max(high, low + 3)]
}

export function decadeTicks([low, high]: readonly [number, number]): number[] {
  const ticks: number[] = []
  for (let tick = low; tick <= high * 1.001; tick *= 10) ticks.push(tick)
  return ticks
}

/** 0 at the bottom decade, 1 at the top. */
export function logPosition(value: number, [low, high]: readonly [number, number]): number {
  const clamped = Math.min(high, Math.max(low, value))
  return Math.log10(clamped / low) / Math.log10(high / low)
}
