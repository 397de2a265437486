/** Where the code was when its time ran out. */
export interface Hang {
  /** Innermost frame first, in the author's source. Null when no code was running. */
  stack: string | null
  /** No code was running: the function waits. */
  waiting: boolean
}
