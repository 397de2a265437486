/** The call of a function that a change comes from, so that a circle of changes and functions ends. */
export interface Cause {
  traceId: string
  /** Of the calls that the change starts: one more than those of the call that made it. */
  hops: number
  lineage?: string
  /** The invocation that made it. */
  parentId?: string
}
