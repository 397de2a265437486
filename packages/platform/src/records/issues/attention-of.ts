import type { Attention, Issue } from '@alcove/contract'

const DAY_MS = 24 * 3_600_000
const RECENT_HOURS = 3
const FEWEST_CALLS = 10

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)

/** Why an issue needs a look; null for one that is known and steady, or not open. */
export function attentionOf(
  { status, firstSeen, reopenedAt, hours }: Pick<Issue, 'status' | 'firstSeen' | 'reopenedAt' | 'hours'>,
  now: number,
): Attention | null {
  const isRecent = (at: string) => Date.parse(at) > now - DAY_MS
  if (status !== 'open') return null
  if (reopenedAt !== null && isRecent(reopenedAt)) return 'back'
  if (isRecent(firstSeen)) return 'new'
  const recent = sum(hours.slice(-RECENT_HOURS))
  return recent >= FEWEST_CALLS && recent > sum(hours.slice(0, -RECENT_HOURS)) ? 'rising' : null
}
