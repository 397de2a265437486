import type { InvocationStatus } from '@alcove/contract'

/** Statuses with the same marker are counted together. */
export const OUTCOME_GROUPS = {
  success: ['success'],
  error: ['functionError', 'initError', 'protocolError', 'systemError'],
  timeout: ['timeout'],
  memory: ['outOfMemory'],
  throttled: ['throttled', 'rejected', 'cancelled'],
} as const satisfies Record<string, readonly InvocationStatus[]>

/** Words for several statuses in the query. */
export const STATUS_WORDS = new Map<string, readonly InvocationStatus[]>([
  ['failed', [...OUTCOME_GROUPS.error, ...OUTCOME_GROUPS.timeout, ...OUTCOME_GROUPS.memory]],
  ['error', OUTCOME_GROUPS.error],
  ['refused', OUTCOME_GROUPS.throttled],
])

export type OutcomeGroup = keyof typeof OUTCOME_GROUPS
export const OUTCOME_GROUP_NAMES = Object.keys(OUTCOME_GROUPS) as OutcomeGroup[]
