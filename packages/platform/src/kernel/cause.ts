/** The call of a function that caused a change, so that a loop of changes and calls ends. */
export interface Cause {
  traceId: string
  /** The hops of calls that the change starts: one more than those of the call that made it. */
  hops: number
  lineage?: string
  /** The invocation that made it. */
  parentId?: string
}
