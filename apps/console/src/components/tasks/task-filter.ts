import { ENDED_STATES, TASK_STATES, WAITING_STATES, type TaskState } from '@alcove/contract'
import type { TasksShown } from '../../navigation/search/shared.ts'
import { parseQuery, tokenValue } from '../../ui/query.ts'

/** What the address says about which tasks are listed. */
export interface TasksFilter {
  show?: TasksShown | undefined
  fn?: string | undefined
  error?: string | undefined
  /** The text of the query bar. */
  q?: string | undefined
}

/** Undefined: all. */
export const STATES: Readonly<Record<TasksShown, readonly TaskState[] | undefined>> = {
  all: undefined,
  waiting: WAITING_STATES,
  running: ['running'],
  dead: ['dead'],
  ended: ENDED_STATES,
}

export const SHOWN = Object.keys(STATES) as TasksShown[]

export const QUERY_KEYS = ['state', 'function'] as const

export const isState = (value: string): value is TaskState => TASK_STATES.some((state) => state === value)

/** The parameters of the API. What is typed narrows what the buttons show; a state that does not exist is left out. */
export function taskFilter({ show = 'all', fn, error, q = '' }: TasksFilter) {
  const query = parseQuery(q, QUERY_KEYS)
  const state = tokenValue(query, 'state') ?? ''
  return {
    state: isState(state) ? [state] : STATES[show],
    function: tokenValue(query, 'function') ?? fn,
    error,
    q: query.text.slice(0, 300) || undefined,
  }
}
