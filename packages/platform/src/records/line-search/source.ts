import type { LogLine } from '@alcove/contract'

/** Gives the matching lines of one place, in the order of the search. */
export interface LineSource {
  /** No line that is still to come lies before this id; null: none comes any more. */
  readonly bound: string | null
  /** The next line; null while it is not known. */
  readonly head: LogLine | null
  /** Drops the head. */
  take(): void
  /** Looks for the next head, for a few milliseconds at a time. */
  advance(): void | Promise<void>
  close(): void
}

/** Milliseconds after which a search lets others have their turn. */
export const SLICE_MS = 10
