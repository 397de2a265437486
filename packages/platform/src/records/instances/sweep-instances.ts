import { lt, sql } from 'drizzle-orm'
import { instances } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

const KEPT_DAYS = 30
const KEPT_PER_FUNCTION = 1_000

/** Keeps the last thousand ended instances of each function, for a month. */
export async function sweepInstances({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  await db.delete(instances).where(lt(instances.endedAt, new Date(clock.now() - KEPT_DAYS * 24 * 3600_000)))
  await db.execute(sql`
    delete from instances where id in (
      select id from (
        select id, row_number() over (partition by function_id order by ended_at desc, id desc) as place from instances
      ) ranked where place > ${KEPT_PER_FUNCTION})`)
}
