import type { LogLine, LogTailRate } from '@alcove/contract'
import { useEffect, useState } from 'react'

/** Beyond this number the oldest lines are dropped; the search still finds them. */
const KEEP = 5_000

interface Tail {
  url: string | null
  lines: readonly LogLine[]
  /** How many lines arrived in the last second, and how many of them were sent. */
  rate: LogTailRate
  state: 'off' | 'connecting' | 'live' | 'lost'
}

const start = (url: string | null): Tail => ({
  url,
  lines: [],
  rate: { arrived: 0, shown: 0 },
  state: url === null ? 'off' : 'connecting',
})

/**
 * Lines as functions write them. The browser reconnects on its own and asks for the lines it missed.
 * @param url null: off
 */
export function useLogTail(url: string | null, order: 'oldestFirst' | 'newestFirst'): Tail {
  const [tail, setTail] = useState<Tail>(() => start(url))
  // A new query starts a new tail, without the lines of the previous one.
  if (tail.url !== url) setTail(start(url))

  useEffect(() => {
    if (url === null) return
    const source = new EventSource(url)
    let waiting: LogLine[] = []
    let frame = 0
    const change = (part: (before: Tail) => Partial<Tail>) =>
      setTail((before) => (before.url === url ? { ...before, ...part(before) } : before))
    // Render once per frame, however fast functions write.
    const flush = () => {
      frame = 0
      const arrived = waiting
      waiting = []
      change(({ lines }) => ({
        lines:
          order === 'oldestFirst'
            ? [...lines, ...arrived].slice(-KEEP)
            : [...arrived.reverse(), ...lines].slice(0, KEEP),
      }))
    }
    source.addEventListener('open', () => change(() => ({ state: 'live' })))
    source.addEventListener('error', () =>
      change(() => ({ state: source.readyState === EventSource.CLOSED ? 'lost' : 'connecting' })),
    )
    source.addEventListener('rate', (event) => {
      const rate = JSON.parse(event.data as string) as LogTailRate
      change((before) => (before.rate.arrived === 0 && rate.arrived === 0 ? {} : { rate }))
    })
    source.addEventListener('log', (event) => {
      waiting.push(JSON.parse(event.data as string) as LogLine)
      frame ||= requestAnimationFrame(flush)
    })
    return () => {
      source.close()
      cancelAnimationFrame(frame)
    }
  }, [url, order])
  return tail
}
