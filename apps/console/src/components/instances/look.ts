import { INSTANCE_ENDS, type InstanceEndReason, type TimelineSegment } from '@alcove/contract'
import { OUTCOME, type OutcomeShape } from '../../ui/StatusMark.tsx'

/** Height and position of a segment in a row of `ROW` pixels: busier is taller, so that colour is not needed. */
export const ROW = 24
export const STATE_LOOK: Readonly<Record<TimelineSegment['state'], { height: number; color: string }>> = {
  starting: { height: 12, color: 'var(--o-cold)' },
  busy: { height: 16, color: 'var(--s1)' },
  idle: { height: 6, color: 'var(--bar)' },
  frozen: { height: 2, color: 'var(--o-throttled)' },
}

/** Ends that the engine did not intend: the rest of the contract's list from here on. */
const FIRST_BAD = INSTANCE_ENDS.indexOf('outOfMemory')

export const isBadEnd = (reason: InstanceEndReason): boolean => INSTANCE_ENDS.indexOf(reason) >= FIRST_BAD

/** The mark of an end. Normal ends use none of the outcomes' shapes. */
export function endLook(reason: InstanceEndReason): { shape: OutcomeShape; color: string } {
  if (reason === 'outOfMemory' || reason === 'timeout') return OUTCOME[reason]
  return isBadEnd(reason) ? OUTCOME.functionError : { shape: 'ring', color: 'var(--line-input)' }
}
