import { AlcoveError, TASK_LIMITS } from '@alcove/contract'

export const DELAY_HEADER = 'x-alcove-delay-seconds'

/** When an asynchronous call is due that its header delays. */
export function delayedUntil(seconds: string): Date {
  if (/^\d{1,7}$/.test(seconds) && Number(seconds) <= TASK_LIMITS.delay) {
    return new Date(Date.now() + Number(seconds) * 1000)
  }
  const message = `Must be whole seconds, from 0 to ${TASK_LIMITS.delay} (14 days)`
  throw undelayable(message, 'X-Alcove-Delay-Seconds')
}

export function undelayable(message: string, path: string): AlcoveError {
  return new AlcoveError('ValidationFailed', 'The call cannot be delayed like this', { errors: [{ path, message }] })
}
