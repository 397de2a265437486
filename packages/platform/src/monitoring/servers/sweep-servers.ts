import { sql } from 'drizzle-orm'
import { firstIdAt } from '../../database/ids.ts'
import type { Platform } from '../../kernel/platform.ts'

const DAY_MS = 86_400_000
const KEPT_DAYS = 7
const KEPT_LINES = 50_000

/** Forgets servers that were killed a day ago, and old lines of the servers' log. */
export async function sweepServers({ db, clock }: Platform): Promise<void> {
  await db.execute(sql`delete from servers where seen_at < now() - interval '1 day'`)
  await db.execute(sql`
    delete from server_lines where id < greatest(
      ${firstIdAt(clock.now() - KEPT_DAYS * DAY_MS)}::uuid,
      (select id from server_lines order by id desc offset ${KEPT_LINES} limit 1))`)
}
