/** Who in this process waits for a build to be queued, to write, or to end. */
export interface BuildSignals {
  announce(key: string): void
  /** Resolves when this build, or with null any, is announced next, after `ms`, or when `signal` aborts. */
  next(key: string | null, ms: number, signal?: AbortSignal): Promise<void>
}

export function openBuildSignals(): BuildSignals {
  const listeners = new Set<(key: string) => void>()
  return {
    announce(key) {
      for (const listener of listeners) listener(key)
    },
    next(key, ms, signal) {
      return new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer)
          listeners.delete(hear)
          signal?.removeEventListener('abort', done)
          resolve()
        }
        const hear = (changed: string) => {
          if (key === null || changed === key) done()
        }
        const timer = setTimeout(done, ms)
        listeners.add(hear)
        signal?.addEventListener('abort', done, { once: true })
        if (signal?.aborted === true) done()
      })
    },
  }
}
