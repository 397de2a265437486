import { ENDED_STATES, WAITING_STATES, type TaskState } from '@alcove/contract'
import type { TasksShown } from '../../../navigation/search/shared.ts'

/** What the address says about which tasks are listed. */
export interface TasksFilter {
  show?: TasksShown | undefined
  fn?: string | undefined
  error?: string | undefined
}

/** Undefined: all. */
export const STATES: Readonly<Record<TasksShown, readonly TaskState[] | undefined>> = {
  all: undefined,
  waiting: WAITING_STATES,
  running: ['running'],
  dead: ['dead'],
  ended: ENDED_STATES,
}
