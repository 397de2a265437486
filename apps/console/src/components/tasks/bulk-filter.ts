import type { TaskState } from '@alcove/contract'

/** Which tasks a bulk action is about. */
export interface BulkFilter {
  state: TaskState[]
  function?: string
  error?: string
}
