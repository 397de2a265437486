import type { LogLine } from '@alcove/contract'
import { useEffect, useState } from 'react'
import { logTailUrl } from '../../../api/logs.ts'
import type { logFilter } from './filter.ts'

/** Beyond this the oldest lines of a tail make room; the search still finds them. */
const KEEP = 5_000

export type TailState = 'off' | 'connecting' | 'live' | 'lost'

/** Lines as the function writes them. The browser connects again by itself and asks for what it missed. */
export function useTail(space: string, fn: string, filter: ReturnType<typeof logFilter>, on: boolean) {
  const [lines, setLines] = useState<readonly LogLine[]>([])
  const [state, setState] = useState<TailState>('off')
  const url = logTailUrl(space, fn, filter)
  useEffect(() => {
    setLines([])
    if (!on) {
      setState('off')
      return
    }
    setState('connecting')
    const tail = new EventSource(url)
    let waiting: LogLine[] = []
    let frame = 0
    // One render per frame, however fast the function writes.
    const flush = () => {
      frame = 0
      const arrived = waiting
      waiting = []
      setLines((before) => [...before, ...arrived].slice(-KEEP))
    }
    tail.addEventListener('open', () => setState('live'))
    tail.addEventListener('error', () => setState(tail.readyState === EventSource.CLOSED ? 'lost' : 'connecting'))
    tail.addEventListener('log', (event) => {
      waiting.push(JSON.parse(event.data as string) as LogLine)
      frame ||= requestAnimationFrame(flush)
    })
    return () => {
      tail.close()
      cancelAnimationFrame(frame)
    }
  }, [url, on])
  return { lines, state }
}
