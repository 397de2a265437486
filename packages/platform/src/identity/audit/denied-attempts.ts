import type { ProblemCode } from '@alcove/contract'
import { inArray } from 'drizzle-orm'
import type { Database } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { spaces } from '../../database/schema/index.ts'
import { appendEntries, prepareEntry } from '../../kernel/audit/append-entries.ts'
import type { PreparedEntry } from '../../kernel/audit/entry.ts'
import { idOf } from '../../kernel/actor.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Log } from '../../kernel/log.ts'
import type { Sealer } from '../../kernel/sealer.ts'

export interface DeniedAttempt {
  action: string
  /** What it was about. */
  target: string
  code: ProblemCode
  reason: string
  /** The name of the space, whether or not there is one. */
  space?: string | undefined
}

interface Known {
  entry: PreparedEntry
  code: ProblemCode
  repeats: number
}

/** Equal attempts within this time become one entry, and a second one with their count. */
const WINDOW_MS = 60_000
/** Kinds of attempts with an entry of their own per window. All others share one, so nobody can flood the audit. */
const KINDS_MAX = 300
const MORE: DeniedAttempt = {
  action: 'attempts:more',
  target: 'attempts of more kinds',
  code: 'Forbidden',
  reason: `More than ${KINDS_MAX} kinds of attempts within a minute`,
}

declare module '../../kernel/platform.ts' {
  interface Platform {
    denied: DeniedAttempts
  }
}

/**
 * Records requests that were refused because a right was missing. The refused request does not wait for it: neither the
 * answer nor its time tells whether a hidden space exists.
 */
export class DeniedAttempts {
  readonly #db: Database
  readonly #sealer: Sealer
  readonly #log: Log
  readonly #known = new Map<string, Known>()
  readonly #timer: NodeJS.Timeout
  #waiting: { entry: PreparedEntry; code: ProblemCode }[] = []
  #writing: Promise<void> | null = null

  constructor(options: { db: Database; sealer: Sealer; log: Log }) {
    this.#db = options.db
    this.#sealer = options.sealer
    this.#log = options.log
    this.#timer = setInterval(() => this.#endWindow(), WINDOW_MS)
    this.#timer.unref()
  }

  record(ctx: Ctx, attempt: DeniedAttempt): void {
    const full = this.#known.size >= KINDS_MAX
    const who: Ctx = full ? { ...ctx, actor: { kind: 'platform', name: 'alcove' }, address: '' } : ctx
    const { action, target, code, reason, space } = full ? MORE : attempt
    const kind = JSON.stringify([idOf(who.actor), who.address, action, target, code])
    const known = this.#known.get(kind)
    if (known) return void (known.repeats += 1)
    const entry = prepareEntry(who, { action, target, detail: { code, reason }, outcome: 'denied' })
    // Its id is looked up when it is written.
    entry.space = space ?? null
    this.#known.set(kind, { entry, code, repeats: 0 })
    this.#write([{ entry, code }])
  }

  /** Resolves when all that was recorded is stored. */
  async flush(): Promise<void> {
    while (this.#writing) await this.#writing
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#endWindow()
    await this.flush()
  }

  #endWindow(): void {
    const repeated = [...this.#known.values()].filter(({ repeats }) => repeats > 0)
    this.#known.clear()
    const now = Date.now()
    this.#write(
      repeated.map(({ entry, code, repeats }) => ({
        entry: { ...entry, id: newId(now), at: new Date(now), detail: { ...entry.detail, repeats } },
        code,
      })),
    )
  }

  #write(entries: { entry: PreparedEntry; code: ProblemCode }[]): void {
    this.#waiting.push(...entries)
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = null))
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      try {
        await this.#store(batch)
      } catch (error) {
        this.#log({ level: 'warn', message: 'Denied attempts could not be recorded', count: batch.length, error })
      }
    }
  }

  async #store(batch: { entry: PreparedEntry; code: ProblemCode }[]): Promise<void> {
    const names = [...new Set(batch.map(({ entry }) => entry.space).filter((name) => name !== null))]
    const found = await this.#db
      .select({ id: spaces.id, name: spaces.name })
      .from(spaces)
      .where(inArray(spaces.name, names))
    const ids = new Map(found.map(({ id, name }) => [name, id]))
    const entries = batch
      // A name that no space has is a typing error, not an attempt.
      .filter(({ entry, code }) => code !== 'NotFound' || (entry.space !== null && ids.has(entry.space)))
      .map(({ entry }) => ({ ...entry, spaceId: (entry.space !== null && ids.get(entry.space)) || null }))
    await this.#db.transaction((tx) => appendEntries(tx, { sealer: this.#sealer }, entries))
  }
}
