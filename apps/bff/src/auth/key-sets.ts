import type { Egress } from '@alcove/contract'
import { Turns } from '@alcove/platform'
import { createLocalJWKSet, type JSONWebKeySet } from 'jose'
import type { FetchKeys } from './fetch-keys.ts'

type LocalJWKSet = ReturnType<typeof createLocalJWKSet>

const FRESH_MS = 10 * 60_000
/** A token may name a key that is newer than ours: then fetch them again, but not for every such token. */
const NEWER_MS = 30_000
const FAILED_MS = 5_000
const KEPT = 500
const AT_A_TIME_OF_A_SPACE = 4
const MOST_WAITING = 100

/** In whose name keys are fetched. */
export interface KeyReader {
  /** The name of the space. */
  name: string
  egress: Egress
}

interface Entry {
  keys: LocalJWKSet | null
  problem: string
  at: number
  pending: Promise<void> | null
}

export type Keys = { keys: LocalJWKSet } | { problem: string }

/**
 * The public keys of token issuers, cached for ten minutes. After a failure they are fetched again after five seconds
 * at the earliest, whatever comes in; until then, and when the cached ones are too old, there are none.
 */
export class KeySets {
  readonly #fetchKeys: FetchKeys
  readonly #now: () => number
  readonly #entries = new Map<string, Entry>()
  readonly #turns = new Turns({
    atATime: AT_A_TIME_OF_A_SPACE,
    waiting: MOST_WAITING,
    refusal: () => new Error(`the keys of ${MOST_WAITING} other issuers of this space are being fetched`),
  })

  constructor(fetchKeys: FetchKeys, now = () => performance.now()) {
    this.#fetchKeys = fetchKeys
    this.#now = now
  }

  /** @param newer a key is missing among those that we have */
  async keysAt(url: string, space: KeyReader, newer = false): Promise<Keys> {
    const entry = this.#entryOf(url, space.egress)
    const age = this.#now() - entry.at
    const limit = entry.keys === null ? FAILED_MS : newer ? NEWER_MS : FRESH_MS
    if (age >= limit) {
      entry.pending ??= this.#fetch(entry, url, space)
      await entry.pending
    } else if (entry.pending) await entry.pending
    return entry.keys === null ? { problem: entry.problem } : { keys: entry.keys }
  }

  async #fetch(entry: Entry, url: string, { name, egress }: KeyReader): Promise<void> {
    try {
      using turn = this.#turns.of(name)
      await turn.take()
      const set = JSON.parse(await this.#fetchKeys(url, egress)) as JSONWebKeySet
      entry.keys = createLocalJWKSet(set)
    } catch (error) {
      // Keys that cannot be renewed may have been withdrawn.
      entry.keys = null
      entry.problem = (error as Error).message.slice(0, 200)
    }
    entry.at = this.#now()
    entry.pending = null
  }

  /** What one space may fetch must not serve another space that may not. */
  #entryOf(url: string, egress: Egress): Entry {
    const key = `${url} ${JSON.stringify(egress)}`
    const entry = this.#entries.get(key) ?? { keys: null, problem: '', at: -Infinity, pending: null }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    if (this.#entries.size > KEPT) this.#entries.delete(this.#entries.keys().next().value!)
    return entry
  }
}
