/** Where code stood when its time was up. */
export interface Hang {
  /** Innermost frame first, in the author's lines; null when nothing was running. */
  stack: string | null
  /** Nothing ran: the function waits. */
  waiting: boolean
}
