import { Worker } from 'node:worker_threads'
import { AlcoveError } from '@alcove/contract'
import type { Log } from '../../kernel/log.ts'
import type { SegmentCache } from '../segments/segment-cache.ts'
import type {
  CountedLines,
  FoundLines,
  FromSearcher,
  LineCount,
  LineSearch,
  SearcherSetup,
  ToSearcher,
} from './protocol.ts'

/** Searches log lines in a thread of its own. */
export interface LineSearcher {
  /** @throws {AlcoveError} Cancelled when `signal` aborts, SearchTooBroad when the database takes too long */
  search(search: LineSearch, signal: AbortSignal | undefined): Promise<FoundLines>
  count(count: LineCount, signal: AbortSignal | undefined): Promise<CountedLines>
  close(): Promise<void>
}

declare module '../../kernel/platform.ts' {
  interface Platform {
    lines: LineSearcher
  }
}

interface Waiting {
  resolve(result: never): void
  reject(error: Error): void
}

const STATEMENT_MS = 10_000
/** Enough for a page of the longest lines; a broken segment cannot take the server's memory. */
const MEMORY_MB = 256

export function openLineSearcher({
  databaseUrl,
  cache,
  log,
}: {
  databaseUrl: string
  cache: SegmentCache
  log: Log
}): LineSearcher {
  let worker: Worker | null = null
  let lastId = 0
  const waiting = new Map<number, Waiting>()

  /** The thread starts with the first search. When it dies, searches fail and the next one starts another. */
  function start(): Worker {
    const started = new Worker(new URL('./search-thread.ts', import.meta.url), {
      workerData: { databaseUrl, statementMs: STATEMENT_MS } satisfies SearcherSetup,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
      env: {},
    })
    started.unref()
    started.on('message', (message: FromSearcher) => void receive(started, message))
    started.on('error', (error) => log({ level: 'error', message: 'The search of log lines broke off', error }))
    started.on('exit', () => {
      if (worker === started) worker = null
      for (const [id, { reject }] of waiting) {
        waiting.delete(id)
        reject(new AlcoveError('Unavailable', 'The search broke off: try again'))
      }
    })
    return started
  }

  async function receive(from: Worker, message: FromSearcher): Promise<void> {
    if (message.kind === 'need') {
      const path = await cache.fileOf(message.hash)
      from.postMessage({ kind: 'file', hash: message.hash, path } satisfies ToSearcher)
      return
    }
    const caller = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'done') caller?.resolve(message.result as never)
    else if (message.tooBroad) caller?.reject(tooBroad())
    else caller?.reject(new Error(message.message))
  }

  async function ask<Result>(signal: AbortSignal | undefined, message: (id: number) => ToSearcher): Promise<Result> {
    if (signal?.aborted) throw clientLeft()
    const to = (worker ??= start())
    const id = ++lastId
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const cancel = () => {
      to.postMessage({ kind: 'cancel', id } satisfies ToSearcher)
      waiting.delete(id)
      reject(clientLeft())
    }
    waiting.set(id, { resolve, reject })
    signal?.addEventListener('abort', cancel, { once: true })
    to.postMessage(message(id))
    return promise.finally(() => signal?.removeEventListener('abort', cancel))
  }

  return {
    search: (search, signal) => ask(signal, (id) => ({ kind: 'search', id, search })),
    count: (count, signal) => ask(signal, (id) => ({ kind: 'count', id, count })),
    async close() {
      await worker?.terminate()
    },
  }
}

function clientLeft(): AlcoveError {
  return new AlcoveError('Cancelled', 'The client disconnected')
}

function tooBroad(): AlcoveError {
  const detail = `The search took longer than ${STATEMENT_MS / 1000} seconds. Narrow the time range or the filters`
  return new AlcoveError('SearchTooBroad', detail)
}
