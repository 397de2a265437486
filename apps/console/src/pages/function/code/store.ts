/** A value with listeners, for `useSyncExternalStore`. */
export interface Store<T> {
  snapshot(): T
  subscribe(listener: () => void): () => void
  update(change: (value: T) => T): void
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial
  const listeners = new Set<() => void>()
  return {
    snapshot: () => value,
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    update(change) {
      value = change(value)
      for (const listener of listeners) listener()
    },
  }
}
