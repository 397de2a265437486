import { BLOBS_LOCK } from '../../kernel/blobs-lock.ts'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { trashedCode } from '../../database/trashed-code.ts'
import type { Platform } from '../../kernel/platform.ts'

const MIN_AGE_MS = 3600_000

/** Deletes blobs older than an hour that no draft, its history, version, function in the trash, layer, build, task or segment of the log refers to. Returns how many. */
export async function sweepBlobs({ db, blobs, clock }: Platform): Promise<number> {
  const old: string[] = []
  for await (const { hash, writtenAt } of blobs.list()) if (writtenAt < clock.now() - MIN_AGE_MS) old.push(hash)
  if (old.length === 0) return 0
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${BLOBS_LOCK})`)
    const unused = await rowsOf<{ hash: string }>(
      tx,
      sql`
        with trashed as (${trashedCode})
        select hash.hash from unnest(${sql.param(old)}::text[]) as hash (hash)
        where not exists (select from drafts where code_hash = hash.hash)
          and not exists (select from draft_saves where code_hash = hash.hash)
          and not exists (select from versions where code_hash = hash.hash)
          and hash.hash not in (select code_hash from trashed)
          and not exists (select from layer_versions where code_hash = hash.hash)
          and not exists (select from builds where output_hash = hash.hash)
          and not exists (select from tasks where event_hash = hash.hash)
          and not exists (select from log_segments where log_segments.hash = hash.hash)`,
    )
    for (const { hash } of unused) await blobs.delete(hash)
    return unused.length
  })
}
