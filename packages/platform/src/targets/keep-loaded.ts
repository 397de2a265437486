import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../kernel/log.ts'

export interface Loader<Wanted> {
  /** Marks what is stale. Resolves once everything committed before the call is loaded. */
  want(mark: (wanted: Wanted) => void): Promise<void>
  close(): void
}

/**
 * Runs one load at a time. Requests that arrive meanwhile share the next load, so an older read never overwrites a
 * newer one. Retries a failed load until it works: a table that silently missed a change would send calls to the wrong
 * place.
 */
export function keepLoaded<Wanted>(options: {
  what: string
  nothing(): Wanted
  load(wanted: Wanted): Promise<void>
  log: Log
}): Loader<Wanted> {
  let wanted = options.nothing()
  let next: PromiseWithResolvers<void> | null = null
  let loading = false
  let closed = false

  async function loadWanted(): Promise<void> {
    loading = true
    while (next && !closed) {
      const done = next
      const now = wanted
      next = null
      wanted = options.nothing()
      await untilLoaded(now)
      done.resolve()
    }
    loading = false
  }

  async function untilLoaded(now: Wanted): Promise<void> {
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
    want(mark) {
      mark(wanted)
      next ??= Promise.withResolvers()
      const { promise } = next
      if (!loading) void loadWanted()
      return promise
    },
    close() {
      closed = true
      next?.resolve()
    },
  }
}
