import type { InvocationStatus } from '@alcove/contract'

/** The five looks of an outcome. The rarer ones share the look of what they are most like. */
export type Outcome = 'success' | 'functionError' | 'timeout' | 'outOfMemory' | 'throttled'

const OUTCOME: Readonly<Record<InvocationStatus, Outcome>> = {
  success: 'success',
  functionError: 'functionError',
  initError: 'functionError',
  protocolError: 'functionError',
  systemError: 'functionError',
  timeout: 'timeout',
  outOfMemory: 'outOfMemory',
  throttled: 'throttled',
  rejected: 'throttled',
  cancelled: 'throttled',
}

export const outcomeOf = (status: InvocationStatus): Outcome => OUTCOME[status]
export const outcomeColor = (outcome: Outcome): string => `var(--o-${outcome})`
export const OUTCOMES: readonly Outcome[] = ['success', 'functionError', 'timeout', 'outOfMemory', 'throttled']
