/** Who in this process wants to know when a build is queued, writes, or ends. */
export interface BuildSignals {
  /** Called with the build's key. @returns a function that ends it */
  subscribe(listener: (key: string) => void): () => void
  announce(key: string): void
  /** Resolves when this build is announced next, after `ms`, or when `signal` aborts. */
  next(key: string, ms: number, signal?: AbortSignal): Promise<void>
}

export function openBuildSignals(): BuildSignals {
  const listeners = new Set<(key: string) => void>()
  const signals: BuildSignals = {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    announce(key) {
      for (const listener of listeners) listener(key)
    },
    next(key, ms, signal) {
      return new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer)
          stop()
          signal?.removeEventListener('abort', done)
          resolve()
        }
        const timer = setTimeout(done, ms)
        const stop = signals.subscribe((changed) => {
          if (changed === key) done()
        })
        if (signal?.aborted === true) done()
        signal?.addEventListener('abort', done, { once: true })
      })
    },
  }
  return signals
}
