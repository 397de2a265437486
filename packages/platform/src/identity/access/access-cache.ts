/**
 * Remembers what authentication and authorisation read, so that a call costs no query. Every change of accounts, keys,
 * grants or spaces empties it. It is off while this process cannot receive the changes of other servers.
 */
export class AccessCache {
  #entries = new Map<string, Promise<unknown>>()
  #live = false
  #listeners = new Set<() => void>()

  /** A full cache is emptied as a whole. */
  static readonly MAX_ENTRIES = 10_000

  async get<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.#entries.get(key) as Promise<T> | undefined
    if (known) return known
    const loading = load()
    if (!this.#live) return loading
    if (this.#entries.size >= AccessCache.MAX_ENTRIES) this.#entries.clear()
    // If clear() runs while this loads, it removes the entry: nothing read before a change is served after it.
    this.#entries.set(key, loading)
    const forget = () => {
      if (this.#entries.get(key) === loading) this.#entries.delete(key)
    }
    // Do not remember that something does not exist: strangers could fill the memory.
    loading.then((value) => value === null && forget(), forget)
    return loading
  }

  /**
   * Calls `listener` when rights changed, or may have changed while announcements could not arrive. Returns a function
   * that stops this.
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
