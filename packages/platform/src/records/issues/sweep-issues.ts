import { sql } from 'drizzle-orm'
import type { Platform } from '../../kernel/platform.ts'

/** Deletes issues that were last seen longer ago than their space keeps them. They are few: a space has at most 1,000. */
export async function sweepIssues({ db, clock }: Pick<Platform, 'db' | 'clock'>): Promise<void> {
  const now = new Date(clock.now()).toISOString()
  await db.execute(sql`
    delete from issues i using spaces s
    where s.id = i.space_id and i.last_seen < ${now}::timestamptz - make_interval(days => (s.retention ->> 'issues')::int)`)
}
