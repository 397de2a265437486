import type { Schedule, Tick } from './ticks.ts'

/** The newest `limit` ticks in (from, to], oldest first. Looks back twice as far until it has them: years may lie between. */
export function lastTicks(schedule: Schedule, from: number, to: number, limit: number): Tick[] {
  if (limit === 0 || from >= to) return []
  for (let back = 60_000; ; back *= 2) {
    const since = Math.max(from, to - back)
    const found = ticksBetween(schedule, since, to)
    if (found.length >= limit || since === from) return found.slice(-limit)
  }
}

export function countTicks(schedule: Schedule, from: number, to: number, max: number): number {
  let count = 0
  for (const { at } of schedule.ticks(from)) {
    if (at > to || count === max) break
    count += 1
  }
  return count
}

/** Ticks in (from, to]. */
export function ticksBetween(schedule: Schedule, from: number, to: number, max = Infinity): Tick[] {
  const found: Tick[] = []
  for (const tick of schedule.ticks(from)) {
    if (tick.at > to || found.length === max) break
    found.push(tick)
  }
  return found
}
