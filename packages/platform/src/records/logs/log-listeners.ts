import { sql } from 'drizzle-orm'
import { rowsOf, type Database } from '../../database/connect.ts'
import type { Log } from '../../kernel/log.ts'

/** Which functions have lines that log triggers read. Held in memory: the recorder asks for every line. */
export interface LogListeners {
  has(functionId: string): boolean
  /** Reads them again. Resolves when everything committed before is known. */
  reload(): Promise<void>
}

const AFTER_ERROR_MS = 1_000

export function openLogListeners({ db, log }: { db: Database; log: Log }): LogListeners {
  let listened: ReadonlySet<string> = new Set()
  let last = Promise.resolve()
  let queued: Promise<void> | null = null

  async function read(): Promise<void> {
    try {
      const rows = await rowsOf<{ id: string }>(
        db,
        sql`
          select distinct s.id from triggers t
          join functions f on f.id = t.function_id
          join functions s on s.space_id = f.space_id and s.name = t.config ->> 'function'
          where t.type = 'log' and t.enabled`,
      )
      listened = new Set(rows.map(({ id }) => id))
    } catch (error) {
      log({ level: 'warn', message: 'Log triggers cannot be read; trying again', error })
      setTimeout(() => void reload(), AFTER_ERROR_MS).unref()
    }
  }

  /** One read at a time. Requests that arrive meanwhile share the next one. */
  function reload(): Promise<void> {
    return (queued ??= last.then(() => {
      queued = null
      return (last = read())
    }))
  }

  return { has: (functionId) => listened.has(functionId), reload }
}
