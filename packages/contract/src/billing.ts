import type { CallReport } from './execution.ts'

/** Billed milliseconds times MB in a GB-second. Usage counts in the former: whole numbers, so that sums are exact. */
export const MB_MS_PER_GB_SECOND = 1024 * 1000

/** Billed time, rounded up: the function's run, and its start if this call caused one. Waiting for a build is free. */
export function billedMs({ start, phases, durationMs }: Pick<CallReport, 'start' | 'phases' | 'durationMs'>): number {
  if (start === null) return 0
  const { build = 0, init = 0, handler, response = 0 } = phases
  return Math.ceil(handler === undefined ? durationMs - build : init + handler + response)
}
