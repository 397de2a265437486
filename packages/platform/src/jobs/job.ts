import type { Changing } from '../kernel/context.ts'
import type { RetryPolicy } from './decide-retry.ts'

/** One attempt at a job, held by this server until its lease ends. */
export interface Job {
  kind: string
  key: string
  payload: Record<string, unknown>
  /** Which attempt this is, from 1. */
  attempt: number
}

/** How an attempt ended. An attempt that throws ends as `retry` with the error's message. */
export type AttemptEnd =
  /** `record` runs in the transaction that deletes the job: both are committed, or neither. */
  { kind: 'done'; record?: (ctx: Changing) => Promise<void> } | { kind: 'retry'; error: string }

/** What a kind of job is: how to do one, and what to do when that fails. */
export interface JobKind {
  /** Jobs of this kind that one server runs at a time. */
  concurrency: number
  /**
   * Of these, jobs of one space, on all servers together: those of a space whose receivers hang must not hold up the
   * others. Left out: as many as there is room for.
   */
  concurrencyOfASpace?: number
  /** Whether to start none for now. The runner asks again every few seconds. */
  paused?(): boolean
  retry: RetryPolicy
  /**
   * Does the job. It may run twice: when a server dies, hangs or loses its database, another one takes over after the
   * lease. `signal` aborts when this server stops or no longer holds the lease; then the result is not recorded.
   */
  attempt(job: Job, signal: AbortSignal): Promise<AttemptEnd>
  /** Records that the last attempt failed, in the transaction that deletes the job. */
  giveUp(job: Job, error: string, ctx: Changing): Promise<void>
}
