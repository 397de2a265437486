import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import type { Platform } from '../../kernel/platform.ts'

const BATCH = 100

/**
 * Deletes the pieces that are due and answers how many. The bytes go first and the row after: killed in between, it
 * deletes them again. Several servers at once take different ones.
 */
export async function sweepDiscarded({ db, objects, clock }: Platform): Promise<number> {
  let swept = 0
  for (;;) {
    const count = await db.transaction(async (tx) => {
      const due = await rowsOf<{ name: string }>(
        tx,
        sql`
          select name from discarded_pieces where delete_after <= ${new Date(clock.now())}
          order by delete_after limit ${BATCH} for update skip locked`,
      )
      if (due.length === 0) return 0
      const names = due.map(({ name }) => name)
      await Promise.all(names.map((name) => objects.delete(name)))
      await tx.execute(sql`delete from discarded_pieces where name = any(${sql.param(names)}::uuid[])`)
      return due.length
    })
    swept += count
    if (count < BATCH) return swept
  }
}
