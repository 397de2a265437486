import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../kernel/log.ts'

export interface Loader<Stale> {
  /** Marks what is stale. Resolves once everything committed before the call is loaded. */
  refresh(mark: (stale: Stale) => void): Promise<void>
  close(): void
}

/**
 * Runs one load at a time. Requests that arrive meanwhile share the next load, so an older read never overwrites a
 * newer one. Retries a failed load until it works: a table that silently missed a change would send calls to the wrong
 * place.
 */
export function keepLoaded<Stale>(options: {
  what: string
  nothing(): Stale
  load(stale: Stale): Promise<void>
  log: Log
}): Loader<Stale> {
  let stale = options.nothing()
  let next: PromiseWithResolvers<void> | null = null
  let loading = false
  let closed = false

  async function loadStale(): Promise<void> {
    loading = true
    while (next && !closed) {
      const done = next
      const now = stale
      next = null
      stale = options.nothing()
      await untilLoaded(now)
      done.resolve()
    }
    loading = false
  }

  async function untilLoaded(now: Stale): Promise<void> {
    for (let attempt = 0; !closed; attempt++) {
      try {
        return await options.load(now)
      } catch (error) {
        const message = `${options.what} cannot be loaded; trying again`
        if (attempt === 0) options.log({ level: 'error', message, error })
        await sleep(Math.min(100 * 2 ** attempt, 2_000))
      }
    }
  }

  return {
    refresh(mark) {
      mark(stale)
      next ??= Promise.withResolvers()
      const { promise } = next
      if (!loading) void loadStale()
      return promise
    },
    close() {
      closed = true
      next?.resolve()
    },
  }
}
