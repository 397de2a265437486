import { AlcoveError } from '@alcove/contract'
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
 * Checks again and again whether a reader may go on: at every change of rights, every few seconds, and when a grant
 * or key ends. `ask` resolves with that moment (milliseconds since the epoch, Infinity: never). `lost` is called once, with
 * what `ask` rejects with, or with nothing when it takes longer than a few seconds: without an answer the reader must not
 * go on. `until` is when the first answer ends. While `patient` returns true, a missing answer is awaited.
 */
export function rightToRead(
  platform: Pick<Platform, 'access' | 'clock'>,
  ask: () => Promise<number>,
  lost: (refusal?: unknown) => void,
  until = Infinity,
  patient = () => false,
): RightToRead {
  let asking: Promise<boolean> | null = null
  let askedAt = 0
  /** Rights changed during a check: its result may be out of date. */
  let stale = false
  let gone = false
  let end: NodeJS.Timeout | undefined

  const lose = (refusal?: unknown): false => {
    if (!gone) lost(refusal)
    gone = true
    return false
  }
  const question = async (): Promise<boolean> => {
    try {
      do {
        stale = false
        // oxlint-disable-next-line no-await-in-loop -- one question at a time
        until = await ask()
      } while (stale)
      askAtEnd()
      return !gone
    } catch (error) {
      const isAnswer = error instanceof AlcoveError && error.status < 500
      return !isAnswer && patient() ? !gone : lose(error)
    } finally {
      asking = null
    }
  }
  const askAtEnd = () => {
    clearTimeout(end)
    const left = until - platform.clock.now()
    if (!gone && left < ASK_EVERY) end = setTimeout(askAgain, Math.max(0, left))
  }
  const askAgain = () => {
    stale = true
    if (asking) return
    askedAt = performance.now()
    asking = question()
  }

  askAtEnd()
  const unsubscribe = platform.access.onChange(askAgain)
  const timer = setInterval(() => {
    if (!asking || performance.now() - askedAt < ASK_EVERY) askAgain()
    else if (!patient()) lose()
  }, ASK_EVERY)
  return {
    async holds() {
      if (!asking && platform.clock.now() >= until) askAgain()
      // Rights may change again while the last answer is on its way.
      // oxlint-disable-next-line no-await-in-loop
      while (asking) await asking
      return !gone
    },
    stop() {
      gone = true
      clearInterval(timer)
      clearTimeout(end)
      unsubscribe()
    },
  }
}
