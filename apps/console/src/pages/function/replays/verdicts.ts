import { REPLAY_VERDICTS, type ReplayVerdict } from '@alcove/contract'
import type { OutcomeShape } from '../../../ui/StatusMark.tsx'

/** What newly fails comes before all else. */
export const SHOWN_VERDICTS = REPLAY_VERDICTS

export const MARKS: Record<ReplayVerdict, { shape: OutcomeShape; color: string }> = {
  failsNow: { shape: 'cross', color: 'var(--danger)' },
  stillFails: { shape: 'cross', color: 'var(--o-functionError)' },
  differs: { shape: 'diamond', color: 'var(--warning)' },
  fixed: { shape: 'square', color: 'var(--accent)' },
  same: { shape: 'square', color: 'var(--line-strong)' },
  notComparable: { shape: 'ring', color: 'var(--text-3)' },
  skipped: { shape: 'brokenRing', color: 'var(--text-3)' },
  waiting: { shape: 'circle', color: 'var(--line)' },
}

/** Calls that somebody should look at. */
export const NEED_A_LOOK: readonly ReplayVerdict[] = ['failsNow', 'stillFails', 'differs']

export const verdictOf = (text: string | undefined): ReplayVerdict | undefined =>
  REPLAY_VERDICTS.find((verdict) => verdict === text)
