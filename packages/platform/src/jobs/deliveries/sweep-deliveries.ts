import { sql } from 'drizzle-orm'
import type { Platform } from '../../kernel/platform.ts'

/** As long as dead letters are kept. */
const KEPT_MS = 30 * 86_400_000

/** Forgets old results, and those of tasks that were purged or forgotten: nobody can send them again. */
export async function sweepDeliveries({ db, clock }: Platform): Promise<void> {
  await db.execute(sql`
    delete from task_deliveries d
    where d.created_at < ${new Date(clock.now() - KEPT_MS).toISOString()}
      or (d.state <> 'waiting'
        and not exists (select from tasks t where t.space_id = d.space_id and t.id = d.task_id))`)
}
