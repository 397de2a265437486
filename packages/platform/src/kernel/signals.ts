/** Wakes code in this process that waits for a topic: a build wrote to its log, jobs were queued. */
export interface Signals {
  announce(topic: string): void
  /** Resolves at the next announcement of this topic, after `ms`, or when `signal` aborts. */
  next(topic: string, ms: number, signal?: AbortSignal): Promise<void>
}

export function openSignals(): Signals {
  const listeners = new Set<(topic: string) => void>()
  return {
    announce(topic) {
      for (const listener of listeners) listener(topic)
    },
    next(topic, ms, signal) {
      return new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer)
          listeners.delete(onAnnounced)
          signal?.removeEventListener('abort', done)
          resolve()
        }
        const onAnnounced = (announced: string) => {
          if (announced === topic) done()
        }
        const timer = setTimeout(done, ms)
        listeners.add(onAnnounced)
        signal?.addEventListener('abort', done, { once: true })
        if (signal?.aborted === true) done()
      })
    },
  }
}
