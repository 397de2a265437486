import { rowsOf, type Database } from '../../database/connect.ts'
import { sql } from 'drizzle-orm'
import type { Log } from '../../kernel/log.ts'

/** Which spaces have sinks. Held in memory: the recorder asks for every record. */
export interface SinkSpaces {
  has(spaceId: string): boolean
  /** Reads them again. */
  reload(): Promise<void>
}

declare module '../../kernel/platform.ts' {
  interface Platform {
    sinkSpaces: SinkSpaces
  }
}

const AFTER_ERROR_MS = 1_000

export function openSinkSpaces({ db, log }: { db: Database; log: Log }): SinkSpaces {
  let spaces: ReadonlySet<string> = new Set()

  async function reload(): Promise<void> {
    try {
      const rows = await rowsOf<{ space_id: string }>(db, sql`select distinct space_id from sinks`)
      spaces = new Set(rows.map(({ space_id }) => space_id))
    } catch (error) {
      log({ level: 'warn', message: 'Sinks cannot be read; trying again', error })
      setTimeout(() => void reload(), AFTER_ERROR_MS).unref()
    }
  }

  return { has: (spaceId) => spaces.has(spaceId), reload }
}
