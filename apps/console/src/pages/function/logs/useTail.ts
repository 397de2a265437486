import type { LogLine } from '@alcove/contract'
import { useEffect, useState } from 'react'
import { logTailUrl } from '../../../api/logs.ts'
import type { logFilter } from './filter.ts'

/** Beyond this number the oldest lines are dropped; the search still finds them. */
const KEEP = 5_000

interface Tail {
  url: string | null
  lines: readonly LogLine[]
  state: 'off' | 'connecting' | 'live' | 'lost'
}

/** Lines as the function writes them. The browser reconnects on its own and asks for the lines it missed. */
export function useTail(space: string, fn: string, filter: ReturnType<typeof logFilter>, on: boolean) {
  const url = on ? logTailUrl(space, fn, filter) : null
  const [tail, setTail] = useState<Tail>({ url, lines: [], state: url === null ? 'off' : 'connecting' })
  // A new filter starts a new tail, without the lines of the previous one.
  if (tail.url !== url) setTail({ url, lines: [], state: url === null ? 'off' : 'connecting' })

  useEffect(() => {
    if (url === null) return
    const source = new EventSource(url)
    let waiting: LogLine[] = []
    let frame = 0
    const change = (part: (before: Tail) => Partial<Tail>) =>
      setTail((before) => (before.url === url ? { ...before, ...part(before) } : before))
    // Render once per frame, however fast the function writes.
    const flush = () => {
      frame = 0
      const arrived = waiting
      waiting = []
      change(({ lines }) => ({ lines: [...lines, ...arrived].slice(-KEEP) }))
    }
    source.addEventListener('open', () => change(() => ({ state: 'live' })))
    source.addEventListener('error', () =>
      change(() => ({ state: source.readyState === EventSource.CLOSED ? 'lost' : 'connecting' })),
    )
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
