import type { LogLevel, LogLine } from '@alcove/contract'
import { newId } from '../../database/ids.ts'

export interface TailFilter {
  spaceId: string
  functionId: string
  /** Part of the message, ignoring case. */
  q?: string | undefined
  level?: readonly LogLevel[] | undefined
  invocation?: string | undefined
  version?: 'draft' | number | undefined
}

export interface LogTail {
  /**
   * Yields lines as functions write them, until `signal` aborts. A reader that falls behind loses lines and gets one
   * that says how many. It never slows down the functions.
   */
  subscribe(filter: TailFilter, signal: AbortSignal): AsyncIterable<LogLine>
  /** Calls `line` only if someone subscribes. */
  publish(call: { spaceId: string; functionId: string }, line: () => LogLine): void
}

declare module '../../kernel/platform.ts' {
  interface Platform {
    tail: LogTail
  }
}

/** Lines to keep for a slow reader. */
const BUFFER = 1_000

interface Subscriber {
  matches(line: LogLine): boolean
  push(line: LogLine): void
}

export function openLogTail(): LogTail {
  const subscribers = new Map<string, Set<Subscriber>>()

  return {
    publish({ spaceId, functionId }, line) {
      const listening = subscribers.get(`${spaceId} ${functionId}`)
      if (!listening) return
      const published = line()
      for (const subscriber of listening) if (subscriber.matches(published)) subscriber.push(published)
    },

    async *subscribe(filter, signal) {
      const key = `${filter.spaceId} ${filter.functionId}`
      const waiting: LogLine[] = []
      let skipped = 0
      let wake = Promise.withResolvers<void>()
      const stop = () => wake.resolve()
      const subscriber: Subscriber = {
        matches: (line) => matches(filter, line),
        push(line) {
          if (waiting.length < BUFFER) waiting.push(line)
          else skipped += 1
          wake.resolve()
        },
      }
      const listening = subscribers.get(key) ?? new Set()
      subscribers.set(key, listening.add(subscriber))
      signal.addEventListener('abort', stop)
      try {
        while (!signal.aborted) {
          const line = waiting.shift()
          if (line) {
            yield line
            if (waiting.length === 0 && skipped > 0) {
              yield notice(line, skipped)
              skipped = 0
            }
          } else {
            await wake.promise
            wake = Promise.withResolvers()
          }
        }
      } finally {
        signal.removeEventListener('abort', stop)
        listening.delete(subscriber)
        if (listening.size === 0) subscribers.delete(key)
      }
    },
  }
}

function matches({ q, level, invocation, version }: TailFilter, line: LogLine): boolean {
  if (level && !level.includes(line.level)) return false
  if (invocation && line.invocationId !== invocation) return false
  if (version !== undefined && line.version !== (version === 'draft' ? null : version)) return false
  return !q || line.message.toLowerCase().includes(q.toLowerCase())
}

function notice(last: LogLine, skipped: number): LogLine {
  const message = `${skipped} lines skipped: this tail could not keep up. The log has them all`
  return { ...last, id: newId(), level: 'warn', message, truncatedBytes: 0 }
}
