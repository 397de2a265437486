import type { DeadLetterGroup, TaskQueue } from '@alcove/contract'

/** Groups leave out rare errors, but either list may be the newer one. */
export const countDead = (queues: readonly TaskQueue[], groups: readonly DeadLetterGroup[]): number =>
  Math.max(
    queues.reduce((sum, { dead }) => sum + dead, 0),
    groups.reduce((sum, { count }) => sum + count, 0),
  )
