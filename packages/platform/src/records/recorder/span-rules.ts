import { DEFAULT_SPAN_SAMPLING, type SpanSampling } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Database } from '../../database/connect.ts'
import type { Log } from '../../kernel/log.ts'

/** Which spans each space keeps. Held in memory: the recorder asks for every call that has some. */
export interface SpanRules {
  of(spaceId: string): SpanSampling
  /** Reads them again. */
  reload(): Promise<void>
}

const AFTER_ERROR_MS = 1_000

export function openSpanRules({ db, log }: { db: Database; log: Log }): SpanRules {
  /** Only those that differ from the default. */
  let rules: ReadonlyMap<string, SpanSampling> = new Map()

  async function reload(): Promise<void> {
    try {
      const rows = await rowsOf<{ id: string; rule: SpanSampling }>(
        db,
        sql`
          select id, span_sampling as rule from spaces
          where span_sampling <> ${JSON.stringify(DEFAULT_SPAN_SAMPLING)}::jsonb`,
      )
      rules = new Map(rows.map(({ id, rule }) => [id, rule]))
    } catch (error) {
      log({ level: 'warn', message: 'Rules for spans cannot be read; trying again', error })
      setTimeout(() => void reload(), AFTER_ERROR_MS).unref()
    }
  }

  return { of: (spaceId) => rules.get(spaceId) ?? DEFAULT_SPAN_SAMPLING, reload }
}
