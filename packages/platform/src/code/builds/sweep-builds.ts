import { sql } from 'drizzle-orm'
import { trashedCode } from '../../database/trashed-code.ts'
import type { Platform } from '../../kernel/platform.ts'

const MIN_AGE_MS = 24 * 3600_000

/**
 * Deletes builds that no draft, version, saved state or function in the trash has any more, a day after they were
 * queued. Then the blob sweep can delete the output.
 */
export async function sweepBuilds({ db, clock }: Platform): Promise<void> {
  const old = new Date(clock.now() - MIN_AGE_MS).toISOString()
  await db.execute(sql`
    delete from builds b
    where b.queued_at < ${old} and b.status <> 'running'
      and not exists (select from drafts where build_key = b.key)
      and not exists (select from versions where build_key = b.key)
      and not exists (select from draft_saves where build_key = b.key)
      and not exists (select from (${trashedCode}) trashed where build_key = b.key)`)
}
