import { LIMITS } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import type { Platform } from '../../kernel/platform.ts'

/** Appends to the log of a running build. It cuts what exceeds the limit, and says so once at the end. */
export async function writeBuildLog({ db, builds }: Platform, key: string, text: string): Promise<void> {
  const more = `\n… the log is longer than ${LIMITS.buildLogBytes / 2 ** 20} MB: the rest is cut off\n`
  // PostgreSQL's text cannot store NUL, and builds may print it.
  const clean = text.replaceAll('\0', '').toWellFormed()
  await db.execute(sql`
    update builds set log = case
        when length(log) + length(${clean}) <= ${LIMITS.buildLogBytes} then log || ${clean}
        else left(log || ${clean}, ${LIMITS.buildLogBytes}) || ${more} end
    where key = ${key} and status = 'running' and length(log) <= ${LIMITS.buildLogBytes}`)
  builds.announce(key)
}
