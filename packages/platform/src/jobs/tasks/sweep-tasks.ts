import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import type { Platform } from '../../kernel/platform.ts'

const DAY_MS = 86_400_000
const KEPT_DAYS = 14
/** Somebody may still redrive them. */
const DEAD_KEPT_DAYS = 30
const AT_A_TIME = 5_000

/** Deletes ended tasks after 14 days, dead letters after 30. In steps, so that no transaction takes long. */
export async function sweepTasks({ db, clock }: Platform): Promise<void> {
  const before = (days: number) => new Date(clock.now() - days * DAY_MS).toISOString()
  for (let swept = AT_A_TIME; swept === AT_A_TIME;) {
    const rows = await rowsOf(
      db,
      sql`
        delete from tasks where (space_id, id) in (
          select space_id, id from tasks
          where ended_at < ${before(KEPT_DAYS)} and (state <> 'dead' or ended_at < ${before(DEAD_KEPT_DAYS)})
          limit ${AT_A_TIME})
        returning id`,
    )
    swept = rows.length
  }
}
