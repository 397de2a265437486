import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../../database/ids.ts'
import type { JobRunner } from '../run-jobs.ts'
import type { Platform } from '../../kernel/platform.ts'
import { claimTasks, type ClaimedTask } from './claim-tasks.ts'
import type { AttemptOutcome } from './decide-end.ts'
import { endAttempts, type EndedAttempt } from './end-attempts.ts'
import { TASKS_QUEUED } from './signal.ts'
import { cancellingTasks, lostTasks, removeWorker, renewWorker } from './workers.ts'

/** A server that dies holds its tasks this long. */
const LEASE_MS = 15_000
/** Tasks that one server runs at a time. */
const CONCURRENCY = 64
/** A notification may get lost; nothing waits longer than this for it. */
const LOOK_AGAIN_MS = 5_000
const AFTER_ERROR_MS = 1_000
const UNTIL_LEASED_MS = 100
/** A claim costs the same for one task as for many, so wait a moment for more to become due or end. */
const BETWEEN_CLAIMS_MS = 10
const LOST_AT_A_TIME = 500

/** Why a running attempt is aborted. */
export type AbortReason = 'cancelled' | 'stopped'

/** Makes one attempt. `signal.reason` is an `AbortReason`. An attempt that throws has failed. */
export type Attempt = (task: ClaimedTask, signal: AbortSignal) => Promise<AttemptOutcome>

/** Runs tasks on this server. Servers on the same database share the work. */
export function runTasks(
  platform: Platform,
  attempt: Attempt,
  options: { leaseMs?: number; concurrency?: number } = {},
): JobRunner {
  const worker = new Worker(platform, attempt, options.leaseMs ?? LEASE_MS, options.concurrency ?? CONCURRENCY)
  return { close: () => worker.close() }
}

class Worker {
  readonly #platform: Platform
  readonly #attempt: Attempt
  readonly #leaseMs: number
  readonly #concurrency: number
  /** New at each start: this server no longer owns what it held before it was killed. */
  readonly #id = newId()
  readonly #held = new Map<string, AbortController>()
  readonly #running = new Set<Promise<void>>()
  readonly #closing = new AbortController()
  #ended: EndedAttempt[] = []
  #writing: Promise<void> | null = null
  /** Monotonic milliseconds: until then no other server can have taken over, however the database fares. */
  #heldUntil = 0
  readonly #loops: Promise<unknown>

  constructor(platform: Platform, attempt: Attempt, leaseMs: number, concurrency: number) {
    this.#platform = platform
    this.#attempt = attempt
    this.#leaseMs = leaseMs
    this.#concurrency = concurrency
    this.#loops = Promise.all([this.#renewUntilClosed(), this.#claimUntilClosed(), this.#tidyUntilClosed()])
  }

  /** Stops running attempts and gives them back: another server, or the next start, claims them at once. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.#abortAll('stopped')
    await this.#loops
    await Promise.all(this.#running)
    await this.#writing
    // Without the database, the lease expires by itself.
    await removeWorker(this.#platform.db, this.#id).catch(() => {})
  }

  async #renewUntilClosed(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      const before = performance.now()
      try {
        await renewWorker(this.#platform.db, this.#id, this.#leaseMs)
        this.#heldUntil = before + this.#leaseMs
      } catch (error) {
        this.#warn('The lease on running tasks cannot be renewed; trying again', error)
        if (performance.now() > this.#heldUntil) this.#abortAll('stopped')
      }
      await pause(this.#leaseMs / 3, signal)
    }
  }

  async #claimUntilClosed(): Promise<void> {
    const { signal } = this.#closing
    for (let nextAt = 0; !signal.aborted;) {
      const early = nextAt - performance.now()
      if (early > 0) await pause(early, signal)
      nextAt = performance.now() + BETWEEN_CLAIMS_MS
      // Listen before looking: a task accepted between the look and the wait would go unnoticed.
      const looked = new AbortController()
      const stop = AbortSignal.any([signal, looked.signal])
      const news = this.#platform.jobs.next(TASKS_QUEUED, LOOK_AGAIN_MS, stop)
      try {
        const nextInMs = await this.#claim()
        if (nextInMs !== 0) {
          const due = nextInMs === null ? news : sleep(Math.min(LOOK_AGAIN_MS, nextInMs), undefined, { signal: stop })
          await Promise.race([news, due])
        }
      } catch (error) {
        if (signal.aborted) break
        this.#warn('Tasks cannot be claimed; trying again', error)
        await pause(AFTER_ERROR_MS, signal)
      } finally {
        looked.abort()
      }
    }
  }

  /** @returns milliseconds until more may be due; null: wait for a notification */
  async #claim(): Promise<number | null> {
    const free = this.#concurrency - this.#held.size
    // An attempt that ends wakes the loop.
    if (free <= 0) return null
    // Without a lease, others would take what is claimed.
    if (performance.now() > this.#heldUntil - this.#leaseMs / 3) return UNTIL_LEASED_MS
    const { tasks, nextInMs } = await claimTasks(this.#platform.db, { worker: this.#id, free })
    for (const task of tasks) {
      const run = this.#run(task)
      this.#running.add(run)
      void run.finally(() => this.#running.delete(run))
    }
    return nextInMs
  }

  async #run(task: ClaimedTask): Promise<void> {
    const abort = new AbortController()
    this.#held.set(task.id, abort)
    let outcome: EndedAttempt['outcome']
    if (task.expired) outcome = { kind: 'expired' }
    else if (this.#closing.signal.aborted) outcome = { kind: 'released', inMs: 0 }
    else outcome = await this.#outcomeOf(task, abort.signal)
    this.#held.delete(task.id)
    const { id, spaceId, invocationId } = task
    this.#ended.push({ id, spaceId, worker: this.#id, invocationId, outcome })
    this.#writing ??= this.#writeEnded()
    await this.#writing
  }

  async #outcomeOf(task: ClaimedTask, signal: AbortSignal): Promise<AttemptOutcome> {
    try {
      return await this.#attempt(task, signal)
    } catch (error) {
      this.#platform.log({ level: 'error', message: 'A task failed inside Alcove', task: task.id, error })
      const message = 'Something went wrong inside Alcove; its log says what'
      return { kind: 'failed', code: 'SystemError', error: { name: 'SystemError', message }, retry: 'counted' }
    }
  }

  /** One transaction for all tasks that ended since the last one. Without a database they wait until the lease is lost. */
  async #writeEnded(): Promise<void> {
    while (this.#ended.length > 0) {
      const batch = this.#ended
      this.#ended = []
      try {
        await endAttempts(this.#platform, batch)
      } catch (error) {
        this.#warn('The ends of tasks cannot be recorded; trying again', error)
        // Another worker takes over what is lost, and runs it again.
        if (performance.now() > this.#heldUntil) break
        this.#ended = [...batch, ...this.#ended]
        await sleep(AFTER_ERROR_MS)
      }
      this.#platform.jobs.announce(TASKS_QUEUED)
    }
    this.#writing = null
  }

  /** Aborts cancelled attempts, and takes over the tasks of dead servers. */
  async #tidyUntilClosed(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      const news = this.#platform.jobs.next(TASKS_QUEUED, LOOK_AGAIN_MS, signal)
      try {
        if (this.#held.size > 0) {
          const cancelled = await cancellingTasks(this.#platform.db, this.#id)
          for (const id of cancelled) this.#held.get(id)?.abort('cancelled' satisfies AbortReason)
        }
        if (this.#heldUntil > 0) await this.#endLost()
      } catch (error) {
        if (!signal.aborted) this.#warn('Running tasks cannot be looked through; trying again', error)
      }
      await pause(AFTER_ERROR_MS, signal)
      await news
    }
  }

  async #endLost(): Promise<void> {
    const lost = await lostTasks(this.#platform.db, LOST_AT_A_TIME)
    if (lost.length === 0) return
    const error = { name: 'ServerLost', message: 'The server that ran this attempt ended before it could record it' }
    await endAttempts(
      this.#platform,
      lost.map((task) => ({
        id: task.id,
        spaceId: task.space_id,
        worker: task.owner,
        invocationId: task.invocation_id,
        outcome: { kind: 'failed', code: 'SystemError', error, retry: 'counted' },
      })),
    )
    this.#platform.jobs.announce(TASKS_QUEUED)
  }

  #abortAll(reason: AbortReason): void {
    for (const abort of this.#held.values()) abort.abort(reason)
  }

  #warn(message: string, error: unknown): void {
    this.#platform.log({ level: 'warn', message, error })
  }
}

const pause = (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }).catch(() => {})
