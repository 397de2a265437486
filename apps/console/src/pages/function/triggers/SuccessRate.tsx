import type { TriggerDay } from '@alcove/contract'
import { useFormat } from '../../../i18n/useFormat.ts'

/** The share of firings that succeeded, of those that have ended; of requests, of all. */
export function SuccessRate({ day }: { day: TriggerDay }) {
  const format = useFormat()
  const { succeeded, failed, invocations, failures } = day
  const ended = succeeded + failed
  const [good, all] = ended > 0 ? [succeeded, ended] : [invocations - failures, invocations]
  if (all === 0) return <span className="text-fg-3">–</span>
  return <span className={good < all ? 'text-danger' : undefined}>{format.percentShort(good / all)}%</span>
}
