import { LIMITS } from '@alcove/contract'
import { lt, sql } from 'drizzle-orm'
import { firstIdAt } from '../../database/ids.ts'
import { draftEditors, draftSaves } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

const DAY_MS = 24 * 3600_000

/** Forgets states that were replaced 30 days ago, and the oldest of a function that has too many bytes of them. */
export async function sweepDraftSaves({ db, clock }: Platform): Promise<void> {
  await db.delete(draftSaves).where(lt(draftSaves.id, firstIdAt(clock.now() - LIMITS.draftHistoryDays * DAY_MS)))
  await db.execute(sql`
    delete from draft_saves d using (
      select function_id, id, sum(code_bytes) over (partition by function_id order by id desc) as bytes from draft_saves
    ) s
    where d.function_id = s.function_id and d.id = s.id and s.bytes > ${LIMITS.draftHistoryBytes}`)
  await db.delete(draftEditors).where(lt(draftEditors.seenAt, new Date(clock.now() - DAY_MS)))
}
