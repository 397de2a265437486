import type { ExecutionError, ResponseHead } from '@alcove/contract'

/** Where a call's answer goes. */
export interface ResponseSink {
  /** Returns why the head cannot be sent, which then fails the call. */
  head(head: ResponseHead): ExecutionError | void
  data(chunk: Uint8Array): void | Promise<void>
  /** A line that the function logs meanwhile. */
  log?(message: string): void
  /** Which parts of a file ran, unchecked, in calls of a revision with `coverage`. */
  coverage?(report: Uint8Array): void
}
