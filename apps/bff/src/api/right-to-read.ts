import type { Platform } from '@alcove/platform'

export interface RightToRead {
  /** Resolves once every change of rights that this server knows of is looked at. */
  holds(): Promise<boolean>
  stop(): void
}

/**
 * Milliseconds between two questions that nothing prompted. Rights end with a notification as a rule; sessions also end
 * with time, and a server may be cut off from the others.
 */
const ASK_EVERY = 4_000

/**
 * Asks again whether a reader may go on, at every change of rights and every few seconds. `lost` is called once, when
 * `ask` rejects or takes longer than that: who cannot be asked about must not go on.
 */
export function rightToRead(platform: Platform, ask: () => Promise<unknown>, lost: () => void): RightToRead {
  let asking: Promise<boolean> | null = null
  let askedAt = 0
  /** Rights changed since the question went out: its answer may be older than the change. */
  let stale = false
  let gone = false

  const lose = (): false => {
    if (!gone) lost()
    gone = true
    return false
  }
  const question = async (): Promise<boolean> => {
    try {
      do {
        stale = false
        // oxlint-disable-next-line no-await-in-loop -- one question at a time
        await ask()
      } while (stale)
      return !gone
    } catch {
      return lose()
    } finally {
      asking = null
    }
  }
  const askAgain = () => {
    stale = true
    if (asking) return
    askedAt = performance.now()
    asking = question()
  }

  const unsubscribe = platform.access.onChange(askAgain)
  const timer = setInterval(() => {
    if (asking && performance.now() - askedAt >= ASK_EVERY) lose()
    else askAgain()
  }, ASK_EVERY)
  return {
    async holds() {
      // Another change may come while the answer to the last one is on its way.
      // oxlint-disable-next-line no-await-in-loop
      while (asking) await asking
      return !gone
    },
    stop() {
      gone = true
      clearInterval(timer)
      unsubscribe()
    },
  }
}
