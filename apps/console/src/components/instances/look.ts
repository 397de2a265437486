import { INSTANCE_ENDS, type InstanceEndReason, type TimelineSegment } from '@alcove/contract'
import { OUTCOME, type OutcomeShape } from '../../ui/StatusMark.tsx'

/** Height and place of a stretch in a row of `ROW` pixels: the busier, the taller, so that colour is not needed. */
export const ROW = 24
export const STATE_LOOK: Readonly<Record<TimelineSegment['state'], { height: number; color: string }>> = {
  starting: { height: 12, color: 'var(--o-cold)' },
  busy: { height: 16, color: 'var(--s1)' },
  idle: { height: 6, color: 'var(--bar)' },
  frozen: { height: 2, color: 'var(--o-throttled)' },
}

/** What ended against the engine's will: from there on in the contract's list. */
const FIRST_BAD = INSTANCE_ENDS.indexOf('outOfMemory')

export const isBadEnd = (reason: InstanceEndReason): boolean => INSTANCE_ENDS.indexOf(reason) >= FIRST_BAD

/** The marker of an end; what is normal has none of the outcomes' shapes. */
export function endLook(reason: InstanceEndReason): { shape: OutcomeShape; color: string } {
  if (reason === 'outOfMemory' || reason === 'timeout') return OUTCOME[reason]
  return isBadEnd(reason) ? OUTCOME.functionError : { shape: 'ring', color: 'var(--line-input)' }
}
