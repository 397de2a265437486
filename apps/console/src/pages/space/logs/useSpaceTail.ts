import type { LogLine, LogTailRate } from '@alcove/contract'
import { useEffect, useState } from 'react'
import { spaceTailUrl } from '../../../api/space-logs.ts'

/** Beyond this number the oldest lines are dropped; the search still finds them. */
const KEEP = 5_000

interface Tail {
  url: string | null
  /** The newest first. */
  lines: readonly LogLine[]
  rate: LogTailRate
  state: 'off' | 'connecting' | 'live' | 'lost'
}

const NOTHING: LogTailRate = { arrived: 0, shown: 0 }
const start = (url: string | null): Tail => ({
  url,
  lines: [],
  rate: NOTHING,
  state: url === null ? 'off' : 'connecting',
})

/** Lines of the space as functions write them. */
export function useSpaceTail(space: string, q: string, on: boolean): Tail {
  const url = on ? spaceTailUrl(space, q) : null
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
      const arrived = waiting.reverse()
      waiting = []
      change(({ lines }) => ({ lines: [...arrived, ...lines].slice(0, KEEP) }))
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
  }, [url])
  return tail
}
