/**
 * What authentication and authorisation know by heart, so that a call costs no query. Emptied as a whole by every change
 * of accounts, keys, grants or spaces; switched off while this process cannot hear of the changes of others.
 */
export class AccessCache {
  #entries = new Map<string, Promise<unknown>>()
  #live = false
  #listeners = new Set<() => void>()

  /** More than this many entries are not worth keeping apart. */
  static readonly MAX_ENTRIES = 10_000

  async get<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key) as Promise<T> | undefined
    if (known) return known
    const loading = load()
    if (!this.#live) return loading
    if (this.#entries.size >= AccessCache.MAX_ENTRIES) this.#entries.clear()
    // A clear() while it loads removes it: what was read before a change is never served after it.
    this.#entries.set(key, loading)
    const forget = () => {
      if (this.#entries.get(key) === loading) this.#entries.delete(key)
    }
    // Nothing found is not worth remembering: strangers could fill the memory with it.
    loading.then((value) => value === null && forget(), forget)
    return loading
  }

  /**
   * Calls `listener` when rights changed, or may have without this process hearing of it. Answers how to stop that.
   */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  clear(): void {
    this.#entries.clear()
    for (const listener of this.#listeners) listener()
  }

  resume(): void {
    this.#live = true
    this.clear()
  }

  suspend(): void {
    this.#live = false
    this.clear()
  }
}

declare module '../../kernel/platform.ts' {
  interface Platform {
    access: AccessCache
  }
}
