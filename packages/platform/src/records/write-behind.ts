import { newId } from '../database/ids.ts'
import { underlying } from '../database/translate-error.ts'
import type { Disk } from '../kernel/disk.ts'
import type { Log } from '../kernel/log.ts'

/** Entries that go to the database in one transaction. */
export interface WriteBatch<Part> {
  readonly size: number
  readonly bytes: number
  /** Splits a part into smaller ones. Empty when it cannot be split. */
  divide(part: 'all' | Part): Part[]
}

export interface Load {
  entries: number
  bytes: number
}

export interface WriteBehindOptions<B extends WriteBatch<Part>, Part> {
  /** What is written, in the plural, for log messages. */
  what: string
  batchLimit: Load
  /** From this load on, too much waits. */
  highWater: Load
  /** Whether to drop the oldest batches at high water. Otherwise callers wait for `room()`. */
  drops(): boolean
  disk: Pick<Disk, 'full' | 'exhausted'>
  log: Log
  /** An empty batch. It may reuse the memory of `stored`. */
  newBatch(stored: B | undefined): B
  /** Writes all of the part or nothing. A lost answer to a commit makes it run again with the same id. */
  write(id: string, batch: B, part: 'all' | Part): Promise<void>
  /** The batch takes no more entries and waits for the database. */
  onSeal?(batch: B): void
  /** The batch was stored or dropped. */
  onSettle?(batch: B): void
}

/** A transaction costs about the same for one row as for hundreds: wait this long for more entries to share it. */
const FLUSH_AFTER_MS = 100
const FLUSH_PATIENCE_MS = 5_000
const CLOSE_PATIENCE_MS = 10_000
const RETRY_MS = { first: 50, most: 1_000 }

/** What waits for the database. */
export interface Backlog {
  waiting: number
  waitingBytes: number
  /** Milliseconds since the oldest entry came. */
  oldestMs: number
  /** Entries dropped since the start. */
  dropped: number
}

interface Sealed<B> {
  batch: B
  /** When its first entry came: monotonic milliseconds. */
  since: number
  /** Number of entries accepted before its first one. */
  from: number
}

interface Waiter {
  upTo: number
  done: PromiseWithResolvers<boolean>
}

/**
 * Writes entries in batches, off the hot path and in order. It keeps accepted entries until the database has them, for
 * as long as the process lives, unless it drops at high water.
 */
export class WriteBehind<B extends WriteBatch<Part>, Part> {
  readonly #options: WriteBehindOptions<B, Part>
  /** The oldest first. */
  #sealed: Sealed<B>[] = []
  readonly #load: Load = { entries: 0, bytes: 0 }
  #open: B
  #openFrom = 0
  #openSince = 0
  #dropped = 0
  /** The open batch has waited for FLUSH_AFTER_MS, or a flush needs it. */
  #openIsDue = false
  #stored: B | undefined
  #draining: Promise<void> | null = null
  /** When the write of the oldest batch started. */
  #writingSince: number | null = null
  #timer: NodeJS.Timeout | undefined
  readonly #waiters = new Set<Waiter>()
  #room: PromiseWithResolvers<void> | null = null
  #closed = false

  constructor(options: WriteBehindOptions<B, Part>) {
    this.#options = options
    this.#open = options.newBatch(undefined)
  }

  /** The batch that takes the next entries. */
  get open(): B {
    return this.#open
  }

  get full(): boolean {
    const { entries, bytes } = this.#options.highWater
    return this.#load.entries + this.#open.size >= entries || this.#load.bytes + this.#open.bytes >= bytes
  }

  get backlog(): Backlog {
    const since = this.#sealed[0]?.since ?? this.#openSince
    const waiting = this.#load.entries + this.#open.size
    return {
      waiting,
      waitingBytes: this.#load.bytes + this.#open.bytes,
      oldestMs: waiting === 0 ? 0 : Math.round(performance.now() - since),
      dropped: this.#dropped,
    }
  }

  /**
   * `add` throws when the database could not store the value. Such a value is refused here, so that it delays no other.
   */
  accept<T>(add: (batch: B, value: T) => void, value: T, describe: (value: T) => object): void {
    const batch = this.#open
    if (batch.size === 0) this.#openSince = performance.now()
    try {
      add(batch, value)
    } catch (error) {
      const { what, log } = this.#options
      log({ level: 'error', message: `Cannot store one of the ${what}`, entry: describe(value), error })
      return
    }
    const { batchLimit } = this.#options
    if (batch.size >= batchLimit.entries || batch.bytes >= batchLimit.bytes) {
      this.#seal()
      this.#start()
    } else this.#timer ??= setTimeout(this.#start, FLUSH_AFTER_MS)
  }

  /** Resolves when less than the limit waits. */
  room(): Promise<void> {
    this.#room ??= Promise.withResolvers()
    return this.#room.promise
  }

  /**
   * Whether everything accepted before this call is stored, after at most `patienceMs`. False at once when the database
   * has been busy with one batch for longer than that, or the disk is full: waiting would not help.
   */
  async flush(patienceMs = FLUSH_PATIENCE_MS): Promise<boolean> {
    const upTo = this.#accepted
    if (this.#settled >= upTo) return true
    if (this.#closed || this.#options.disk.exhausted) return false
    if (this.#writingSince !== null && performance.now() - this.#writingSince > patienceMs) return false
    const waiter = { upTo, done: Promise.withResolvers<boolean>() }
    const patience = setTimeout(() => waiter.done.resolve(false), patienceMs)
    this.#waiters.add(waiter)
    this.#start()
    try {
      return await waiter.done.promise
    } finally {
      clearTimeout(patience)
      this.#waiters.delete(waiter)
    }
  }

  /** Writes what waits, for at most `patienceMs`. When some is lost, it logs how much and returns false. */
  async close(patienceMs = CLOSE_PATIENCE_MS): Promise<boolean> {
    const gaveUp = Promise.withResolvers<void>()
    const patience = setTimeout(() => {
      const { what, log } = this.#options
      log({ level: 'error', message: `Gave up writing ${what}`, lost: this.#load.entries + this.#open.size })
      this.#closed = true
      gaveUp.resolve()
    }, patienceMs)
    while (this.#settled < this.#accepted && !this.#closed) {
      this.#start()
      // Do not wait for a statement the database may never answer.
      // oxlint-disable-next-line no-await-in-loop -- until all is in
      await Promise.race([this.#draining, gaveUp.promise])
    }
    const stored = !this.#closed
    this.#closed = true
    clearTimeout(patience)
    clearTimeout(this.#timer)
    for (const { done } of this.#waiters) done.resolve(false)
    this.#makeRoom()
    return stored
  }

  get #accepted(): number {
    return this.#openFrom + this.#open.size
  }

  /** Entries before this number are stored or dropped. */
  get #settled(): number {
    return this.#sealed[0]?.from ?? this.#openFrom
  }

  #seal(): void {
    const batch = this.#open
    this.#sealed.push({ batch, since: this.#openSince, from: this.#openFrom })
    this.#load.entries += batch.size
    this.#load.bytes += batch.bytes
    this.#options.onSeal?.(batch)
    this.#openFrom += batch.size
    this.#open = this.#options.newBatch(this.#stored)
    this.#stored = undefined
    this.#openIsDue = false
    this.#dropOldest()
  }

  readonly #start = (): void => {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#openIsDue = true
    this.#draining ??= this.#drain().finally(() => (this.#draining = null))
  }

  async #drain(): Promise<void> {
    while (!this.#closed) {
      // Only when nothing is ahead: while the database is unreachable, a few large batches should wait, not many small
      // ones.
      if (this.#sealed.length === 0 && this.#openIsDue && this.#open.size > 0) this.#seal()
      const oldest = this.#sealed[0]
      if (oldest === undefined) return
      this.#writingSince = performance.now()
      // oxlint-disable-next-line no-await-in-loop -- in order
      await this.#store(oldest.batch, 'all')
      this.#writingSince = null
      if (this.#closed) return
      this.#settle(0)
      this.#stored = oldest.batch
    }
  }

  /** Retries until it is stored. The id stays the same, so that a commit whose answer was lost is not repeated. */
  async #store(batch: B, part: 'all' | Part): Promise<void> {
    const { what, disk, log, write } = this.#options
    const id = newId()
    for (let attempt = 0; !this.#closed; attempt++) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
        if (!disk.exhausted) return await write(id, batch, part)
        if (attempt === 0)
          log({ level: 'error', message: `Cannot write ${what}; trying again`, error: 'The disk is full' })
      } catch (failure) {
        const error = underlying(failure)
        if (isPoison(error)) return this.#storeApart(batch, part, error)
        if (attempt === 0) log({ level: 'error', message: `Cannot write ${what}; trying again`, error })
      }
      this.#dropOldest()
      // oxlint-disable-next-line no-await-in-loop -- one attempt after the other
      await pause(Math.min(RETRY_MS.first * 2 ** attempt, RETRY_MS.most))
    }
  }

  /** The database refuses the data of an entry: split until that one is alone, and store the others. */
  async #storeApart(batch: B, part: 'all' | Part, error: unknown): Promise<void> {
    const parts = batch.divide(part)
    if (parts.length === 0) {
      const { what, log } = this.#options
      log({ level: 'error', message: `Cannot store one of the ${what}`, entry: part, error })
    }
    // oxlint-disable-next-line no-await-in-loop -- in order
    for (const each of parts) await this.#store(batch, each)
  }

  /** Keeps the batch that is being written: the database may already have it. */
  #dropOldest(): void {
    const { what, disk, log, drops } = this.#options
    const oldest = this.#writingSince === null ? 0 : 1
    while (this.full && this.#sealed.length > oldest && drops()) {
      const lost = this.#sealed[oldest]!.batch.size
      this.#dropped += lost
      const reason = disk.full ? 'the disk is full' : 'too many wait for the database'
      log({ level: 'error', message: `Dropped ${what}: ${reason}`, lost })
      this.#settle(oldest)
    }
  }

  /** The batch at this index no longer waits. */
  #settle(place: number): void {
    const [{ batch }] = this.#sealed.splice(place, 1) as [Sealed<B>]
    this.#load.entries -= batch.size
    this.#load.bytes -= batch.bytes
    this.#options.onSettle?.(batch)
    const settled = this.#settled
    for (const { upTo, done } of this.#waiters) if (upTo <= settled) done.resolve(true)
    if (!this.full) this.#makeRoom()
  }

  #makeRoom(): void {
    this.#room?.resolve()
    this.#room = null
  }
}

/** Not `node:timers/promises`, because tests cannot advance its clock. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** The database refuses the data itself, so retrying cannot help. Other failures may pass. */
export function isPoison(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string') return error instanceof TypeError || error instanceof RangeError
  return /^(22|23|54)...$/.test(code)
}
