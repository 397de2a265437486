const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** The hours or days, in UTC, that lie at least partly between two moments, as usage names them. */
export function timesIn({ from, to }: { from: string; to: string }, byHour: boolean): string[] {
  const step = byHour ? HOUR_MS : DAY_MS
  const start = Math.floor(Date.parse(from) / step) * step
  const count = Math.max(0, Math.ceil((Date.parse(to) - start) / step))
  return Array.from({ length: count }, (_, index) => {
    const time = new Date(start + index * step).toISOString()
    return byHour ? time : time.slice(0, 10)
  })
}
