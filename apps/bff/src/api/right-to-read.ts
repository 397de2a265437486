import type { Platform } from '@alcove/platform'

export interface RightToRead {
  /** Resolves once the reader's rights are checked against every change that this server knows of. */
  holds(): Promise<boolean>
  stop(): void
}

/**
 * Milliseconds between checks that no notification triggers. They find expired sessions, and changes that this server
 * missed while it was cut off from the others.
 */
const ASK_EVERY = 4_000

/**
 * Checks again at every change of rights, and every few seconds, whether a reader may continue. Calls `lost` once, when
 * `ask` rejects or takes longer than that interval: a reader whose rights cannot be checked must not continue.
 */
export function rightToRead(platform: Platform, ask: () => Promise<unknown>, lost: () => void): RightToRead {
  let asking: Promise<boolean> | null = null
  let askedAt = 0
  /** Rights changed during a check: its result may be out of date. */
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
        // oxlint-disable-next-line no-await-in-loop -- one check at a time
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
      // Another change may arrive while a check runs.
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
