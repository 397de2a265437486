import { lineMatcher, type LogFilter, type LogLine, type LogTailRate } from '@alcove/contract'
import { newId } from '../../database/ids.ts'

export interface TailFilter {
  spaceId: string
  /** Left out: all functions, or those named in `names`. */
  functionId?: string
  /** The functions that the reader may read; null: all. */
  names?: readonly string[] | null
  filter: LogFilter
}

export interface LogTail {
  /**
   * Yields lines as functions write them, until `signal` aborts. A reader that falls behind loses lines and gets one
   * that says how many. It never slows down the functions.
   */
  subscribe(filter: TailFilter, signal: AbortSignal): AsyncIterable<LogLine>
  /** The same, with at most `perSecond` lines a second, and each second how many matched and how many of them it shows. */
  sample(filter: TailFilter, perSecond: number, signal: AbortSignal): AsyncIterable<LogLine | LogTailRate>
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
const SECOND_MS = 1_000

interface Subscriber {
  functionId: string | undefined
  matches(line: LogLine): boolean
  push(line: LogLine): void
}

export function openLogTail(): LogTail {
  /** By space. */
  const subscribers = new Map<string, Set<Subscriber>>()

  /** @returns a function that ends the subscription */
  function listen({ spaceId, functionId, names = null, filter }: TailFilter, push: Subscriber['push']): () => void {
    const test = lineMatcher(filter)
    const matches = (line: LogLine) => (names === null || names.includes(line.function)) && test(line)
    const subscriber = { functionId, matches, push }
    const listening = subscribers.get(spaceId) ?? new Set()
    subscribers.set(spaceId, listening.add(subscriber))
    return () => {
      listening.delete(subscriber)
      if (listening.size === 0) subscribers.delete(spaceId)
    }
  }

  return {
    publish({ spaceId, functionId }, line) {
      const listening = subscribers.get(spaceId)
      if (!listening) return
      let published: LogLine | undefined
      for (const subscriber of listening) {
        if (subscriber.functionId !== undefined && subscriber.functionId !== functionId) continue
        published ??= line()
        if (subscriber.matches(published)) subscriber.push(published)
      }
    },

    async *subscribe(filter, signal) {
      const queue = new Queue<LogLine>(signal)
      let skipped = 0
      const stop = listen(filter, (line) => {
        if (queue.length < BUFFER) queue.push(line)
        else skipped += 1
      })
      try {
        for await (const line of queue.items()) {
          yield line
          if (queue.length > 0 || skipped === 0) continue
          yield notice(line, skipped)
          skipped = 0
        }
      } finally {
        stop()
      }
    },

    async *sample(filter, perSecond, signal) {
      const queue = new Queue<LogLine | LogTailRate>(signal)
      let [arrived, shown] = [0, 0]
      const stop = listen(filter, (line) => {
        arrived += 1
        if (shown >= perSecond || queue.length >= BUFFER) return
        shown += 1
        queue.push(line)
      })
      const timer = setInterval(() => {
        if (queue.length < BUFFER) queue.push({ arrived, shown })
        ;[arrived, shown] = [0, 0]
      }, SECOND_MS)
      try {
        yield* queue.items()
      } finally {
        clearInterval(timer)
        stop()
      }
    },
  }
}

/** What waits for one reader, until `signal` aborts. */
class Queue<Item> {
  readonly #signal: AbortSignal
  readonly #waiting: Item[] = []
  #wake = Promise.withResolvers<void>()

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  get length(): number {
    return this.#waiting.length
  }

  push(item: Item): void {
    this.#waiting.push(item)
    this.#wake.resolve()
  }

  async *items(): AsyncGenerator<Item> {
    const stop = () => this.#wake.resolve()
    this.#signal.addEventListener('abort', stop)
    try {
      while (!this.#signal.aborted) {
        const item = this.#waiting.shift()
        if (item !== undefined) yield item
        else {
          // oxlint-disable-next-line no-await-in-loop -- until something comes
          await this.#wake.promise
          this.#wake = Promise.withResolvers()
        }
      }
    } finally {
      this.#signal.removeEventListener('abort', stop)
    }
  }
}

function notice(last: LogLine, skipped: number): LogLine {
  const message = `${skipped} lines skipped: this tail could not keep up. The log has them all`
  return { ...last, id: newId(), level: 'warn', message, truncatedBytes: 0 }
}
