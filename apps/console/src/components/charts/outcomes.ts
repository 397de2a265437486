import type { InvocationStatus, MetricPoint } from '@alcove/contract'
import { OUTCOME } from '../../ui/StatusMark.tsx'

/** Failures in stacking order, from the axis down. */
export const FAILURES = ['error', 'timeout', 'outOfMemory', 'refused'] as const
export type Failure = (typeof FAILURES)[number]

const members: Record<Failure, readonly InvocationStatus[]> = {
  error: ['functionError', 'initError', 'protocolError', 'systemError'],
  timeout: ['timeout'],
  outOfMemory: ['outOfMemory'],
  refused: ['throttled', 'rejected', 'cancelled'],
}

type Statuses = MetricPoint['statuses']

export function failureCount(statuses: Statuses, failure: Failure): number {
  return members[failure].reduce((sum, status) => sum + statuses[status], 0)
}

export function failureTotal(statuses: Statuses): number {
  return FAILURES.reduce((sum, failure) => sum + failureCount(statuses, failure), 0)
}

/** The shape and colour of a stack: those of its first status. */
export const lookOf = (failure: Failure) => OUTCOME[members[failure][0]!]
