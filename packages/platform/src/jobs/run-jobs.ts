import { setTimeout as sleep } from 'node:timers/promises'
import { change } from '../kernel/change.ts'
import type { Changing, Ctx } from '../kernel/context.ts'
import { newId } from '../database/ids.ts'
import type { Signals } from '../kernel/signals.ts'
import type { Platform } from '../kernel/platform.ts'
import { decideRetry } from './decide-retry.ts'
import type { AttemptEnd, Job, JobKind } from './job.ts'
import { claimJobs, deleteJob, nextDueIn, releaseJob, renewLeases } from './leases.ts'

declare module '../kernel/platform.ts' {
  interface Platform {
    /** By kind: jobs were queued, or one ended. */
    jobs: Signals
  }
}

/** How long a dead server keeps its jobs. */
const LEASE_MS = 15_000
/** Notifications can get lost: look for jobs at least this often. */
const LOOK_AGAIN_MS = 5_000
const AFTER_ERROR_MS = 1_000

export interface JobRunner {
  /** Aborts running jobs and gives them back: another server, or the next start, takes them at once. */
  close(): Promise<void>
}

/** Runs jobs of these kinds on this server. Servers on the same database share the work. */
export function runJobs(
  platform: Platform,
  kinds: Readonly<Record<string, JobKind>>,
  options: { leaseMs?: number } = {},
): JobRunner {
  const runners = Object.entries(kinds).map(
    ([name, kind]) => new Runner(platform, name, kind, options.leaseMs ?? LEASE_MS),
  )
  return {
    async close() {
      await Promise.all(runners.map((runner) => runner.close()))
    },
  }
}

/** Another server may be claiming the same jobs: wait this long before looking again. */
const clamp = (ms: number) => Math.min(LOOK_AGAIN_MS, Math.max(100, ms))

interface Held {
  job: Job
  /** Aborts when this server stops, or may no longer hold the lease. */
  abort: AbortController
  /** Monotonic milliseconds: until then no other server can have claimed it, however the database fares. */
  heldUntil: number
}

/** The jobs of one kind on this server. */
class Runner {
  readonly #platform: Platform
  readonly #name: string
  readonly #kind: JobKind
  readonly #leaseMs: number
  /** New at each start: this server no longer owns what it held before it was killed. */
  readonly #owner = newId()
  readonly #held = new Map<string, Held>()
  readonly #running = new Set<Promise<void>>()
  readonly #closing = new AbortController()
  readonly #renewing: NodeJS.Timeout
  readonly #loop: Promise<void>

  constructor(platform: Platform, name: string, kind: JobKind, leaseMs: number) {
    this.#platform = platform
    this.#name = name
    this.#kind = kind
    this.#leaseMs = leaseMs
    this.#renewing = setInterval(() => void this.#renew(), leaseMs / 3)
    this.#loop = this.#claimUntilClosed()
  }

  async close(): Promise<void> {
    this.#closing.abort()
    for (const { abort } of this.#held.values()) abort.abort()
    await this.#loop
    await Promise.all(this.#running)
    clearInterval(this.#renewing)
  }

  async #claimUntilClosed(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      // Listen before looking: a job queued between the look and the wait would go unnoticed.
      const looked = new AbortController()
      const stop = AbortSignal.any([signal, looked.signal])
      const news = this.#platform.jobs.next(this.#name, LOOK_AGAIN_MS, stop)
      try {
        const dueIn = await this.#claim()
        const due = dueIn === null ? news : sleep(clamp(dueIn), undefined, { signal: stop })
        await Promise.race([news, due])
      } catch (error) {
        if (signal.aborted) break
        this.#log('warn', 'Jobs cannot be claimed; trying again', { error })
        await sleep(AFTER_ERROR_MS, undefined, { signal }).catch(() => {})
      } finally {
        looked.abort()
      }
    }
  }

  /** Starts what is due and has room. @returns milliseconds until there may be more to claim; null: wait for a notification */
  async #claim(): Promise<number | null> {
    const { db } = this.#platform
    const limit = this.#kind.concurrency - this.#held.size
    // A job that ends wakes the loop.
    if (limit <= 0 || this.#kind.paused?.()) return null
    const claimedAt = performance.now()
    const { concurrencyOfASpace: ofASpace } = this.#kind
    const claimed = await claimJobs(db, {
      kind: this.#name,
      owner: this.#owner,
      limit,
      ofASpace,
      leaseMs: this.#leaseMs,
    })
    for (const job of claimed) {
      const run = this.#run({ job, abort: new AbortController(), heldUntil: claimedAt + this.#leaseMs })
      this.#running.add(run)
      void run.finally(() => this.#running.delete(run))
    }
    if (claimed.length === limit) return null
    const dueIn = await nextDueIn(db, this.#name)
    // What is due and was not claimed waits for another job of its space.
    return ofASpace !== undefined && claimed.length === 0 && dueIn === 0 ? null : dueIn
  }

  async #run(held: Held): Promise<void> {
    const { job } = held
    this.#held.set(job.key, held)
    if (this.#closing.signal.aborted) held.abort.abort()
    try {
      await this.#recordUntilHeld(held, await this.#attempt(held))
    } finally {
      this.#held.delete(job.key)
      this.#platform.jobs.announce(this.#name)
    }
  }

  async #attempt({ job, abort }: Held): Promise<AttemptEnd> {
    // Every attempt so far killed its server: otherwise it would have recorded an outcome.
    if (job.attempt > this.#kind.retry.maxAttempts) return { kind: 'retry', error: 'The server stopped each time' }
    if (abort.signal.aborted) return { kind: 'retry', error: 'Stopped' }
    try {
      return await this.#kind.attempt(job, abort.signal)
    } catch (error) {
      if (!abort.signal.aborted) this.#log('error', 'A job failed', { key: job.key, attempt: job.attempt, error })
      return { kind: 'retry', error: error instanceof Error ? error.message : String(error) }
    }
  }

  /** Records how it ended. Retries while the database is unreachable, for as long as this server holds the lease. */
  async #recordUntilHeld(held: Held, end: AttemptEnd): Promise<void> {
    for (;;) {
      try {
        return await this.#record(held, end)
      } catch (error) {
        const { job } = held
        this.#log('warn', 'The end of a job cannot be recorded', { key: job.key, error })
        if (performance.now() > held.heldUntil || this.#closing.signal.aborted) return
        await sleep(Math.min(AFTER_ERROR_MS, this.#leaseMs / 3))
      }
    }
  }

  async #record({ job, abort }: Held, end: AttemptEnd): Promise<void> {
    const { db } = this.#platform
    if (end.kind === 'done') return this.#end(job, (ctx) => end.record?.(ctx))
    if (abort.signal.aborted) return releaseJob(db, job, this.#owner, 'unfinished')
    const decision = decideRetry(this.#kind.retry, job.attempt, Math.random())
    if (decision.kind === 'giveUp') return this.#end(job, (ctx) => this.#kind.giveUp(job, end.error, ctx))
    await releaseJob(db, job, this.#owner, { inMs: decision.inMs, error: end.error })
  }

  async #end(job: Job, record: (ctx: Changing) => Promise<void> | undefined): Promise<void> {
    const platform = this.#platform
    const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'jobs' }, requestId: this.#owner }
    await change(ctx, async (ctx) => {
      if (await deleteJob(ctx.db, job, this.#owner)) await record(ctx)
      else this.#log('warn', 'A job was taken over by another server before its end was recorded', { key: job.key })
    })
  }

  /** Keeps what runs; what is lost, or may be lost by now, is stopped. */
  async #renew(): Promise<void> {
    const keys = [...this.#held.keys()]
    if (keys.length === 0) return
    const renewedAt = performance.now()
    let kept: Set<string> | null = null
    try {
      const of = { kind: this.#name, keys, owner: this.#owner, leaseMs: this.#leaseMs }
      kept = new Set(await renewLeases(this.#platform.db, of))
    } catch (error) {
      this.#log('warn', 'The leases of running jobs cannot be renewed', { error })
    }
    for (const key of keys) {
      const held = this.#held.get(key)
      if (held === undefined) continue
      if (kept?.has(key)) held.heldUntil = renewedAt + this.#leaseMs
      else if (kept !== null || performance.now() > held.heldUntil) held.abort.abort()
    }
  }

  #log(level: 'warn' | 'error', message: string, fields: object): void {
    this.#platform.log({ level, message, kind: this.#name, ...fields })
  }
}
