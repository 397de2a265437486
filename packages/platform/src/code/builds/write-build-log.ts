import { LIMITS } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import type { Platform } from '../../kernel/platform.ts'

/** Adds to the log of a running build; what goes beyond the limit is cut, and the end says so once. */
export async function writeBuildLog({ db, builds }: Platform, key: string, text: string): Promise<void> {
  const more = `\n… the log is longer than ${LIMITS.buildLogBytes / 2 ** 20} MB: the rest is cut off\n`
  // PostgreSQL's text cannot hold NUL, and what builds print may.
  const clean = text.replaceAll('\0', '').toWellFormed()
  await db.execute(sql`
    update builds set log = case
        when length(log) + length(${clean}) <= ${LIMITS.buildLogBytes} then log || ${clean}
        else left(log || ${clean}, ${LIMITS.buildLogBytes}) || ${more} end
    where key = ${key} and status = 'running' and length(log) <= ${LIMITS.buildLogBytes}`)
  builds.announce(key)
}
