import { randomBytes } from 'node:crypto'
import { LIMITS } from '@alcove/contract'
import type { ObjectStore } from '@alcove/storage'
import type { Database } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { discardedPieces } from '../../database/schema/index.ts'
import type { Clock } from '../../kernel/clock.ts'

const HOUR_MS = 3600_000
/** Listed and prepared at once: a commit of its own for each would halve the puts per second. */
const AT_A_TIME = 32
/** From when they are listed. */
const USABLE_MS = HOUR_MS
/** From when they are listed until the sweep deletes what no row refers to. */
export const UNUSED_MS = USABLE_MS + LIMITS.uploadHours * HOUR_MS

/**
 * Names for pieces. Each is listed as discarded before anything is stored under it: if no row comes to refer to it,
 * even because this server was killed, the sweep deletes what is stored.
 */
export class PieceNames {
  readonly #db: Database
  readonly #store: ObjectStore
  readonly #clock: Clock
  #names: string[] = []
  #usableUntil = 0
  #listing: Promise<void> | null = null

  constructor(db: Database, store: ObjectStore, clock: Clock) {
    this.#db = db
    this.#store = store
    this.#clock = clock
  }

  async take(): Promise<string> {
    for (;;) {
      if (this.#clock.now() >= this.#usableUntil) this.#names = []
      const name = this.#names.pop()
      if (name !== undefined) return name
      // oxlint-disable-next-line no-await-in-loop -- others may take all that are listed
      await (this.#listing ??= this.#list().finally(() => (this.#listing = null)))
    }
  }

  async #list(): Promise<void> {
    const now = this.#clock.now()
    // A disk prepares names that end alike with one sync.
    const end = randomBytes(1).toString('hex')
    const names = Array.from({ length: AT_A_TIME }, () => newId(now).slice(0, -2) + end)
    const deleteAfter = new Date(now + UNUSED_MS)
    await this.#db.insert(discardedPieces).values(names.map((name) => ({ name, deleteAfter })))
    await this.#store.prepare(names)
    this.#names = names
    this.#usableUntil = now + USABLE_MS
  }
}
