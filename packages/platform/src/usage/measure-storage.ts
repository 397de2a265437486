import { sql } from 'drizzle-orm'
import type { Platform } from '../kernel/platform.ts'
import { codeBytesOf } from './quotas/code-bytes.ts'

const HOUR_MS = 3600_000

/**
 * Notes what each space holds in this hour: code of drafts, versions and layers, objects, segments of
 * logs, and the files of functions on all servers. Once an hour.
 */
export async function measureStorage({ db, clock }: Platform): Promise<void> {
  const now = clock.now()
  const hour = new Date(now - (now % HOUR_MS)).toISOString()
  await db.execute(sql`
    insert into storage_hours (space_id, hour, code, objects, logs, files)
    select s.id, ${hour},
      ${codeBytesOf(sql`s.id`)},
      coalesce((select sum(b.bytes) from buckets b where b.space_id = s.id), 0),
      coalesce((select sum(l.bytes) from log_segments l where l.space_id = s.id), 0),
      coalesce((select sum(w.bytes) from space_files w where w.space_id = s.id), 0)
    from spaces s
    on conflict (space_id, hour) do nothing`)
}
