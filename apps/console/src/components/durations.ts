/** For how long access is given. Hours; null: without end. */
export const DURATIONS = { '1h': 1, '4h': 4, '1d': 24, '7d': 168, '30d': 720, none: null } as const
export type Duration = keyof typeof DURATIONS

/** The name of a duration in hours, where it has one. */
export function durationOf(hours: number | null): Duration | null {
  return (Object.keys(DURATIONS) as Duration[]).find((name) => DURATIONS[name] === hours) ?? null
}
