import { serverNow } from '../clock.ts'
import { useEffect, useState } from 'react'
import { useFormat } from '../i18n/useFormat.ts'

interface TimeProps {
  /** RFC 3339. */
  at: string
  /** `relative`: "2 min ago", with the time in the title. `absolute`: the other way round. */
  as?: 'relative' | 'absolute'
  className?: string
}

export function Time({ at, as = 'relative', className }: TimeProps) {
  const format = useFormat()
  const now = useNow()
  // What came since the last tick of useNow() is not in the future.
  const relative = format.ago(at, Date.parse(at) > now ? serverNow() : now)
  const absolute = format.dateTime(at)
  return (
    <time dateTime={at} title={as === 'relative' ? absolute : relative} className={className}>
      {as === 'relative' ? relative : absolute}
    </time>
  )
}

/** The current time, updated every 15 seconds. */
export function useNow(): number {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 15_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
