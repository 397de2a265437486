import { OWN_COLORS, OWN_SHAPES, OWN_STRIPES } from './measures.ts'

/** Failures in stacking order, from the axis down. */
export const FAILURES = ['error', 'timeout', 'memory', 'throttled'] as const

/** How an outcome looks in every chart. */
export const lookOf = (outcome: 'success' | (typeof FAILURES)[number]) => ({
  kind: 'bar' as const,
  color: OWN_COLORS[outcome]!,
  shape: OWN_SHAPES[outcome],
  stripes: OWN_STRIPES[outcome],
})
