import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import type { Platform } from '../../kernel/platform.ts'

const BATCH = 100
const RETRY_MS = 3600_000

/**
 * Deletes the pieces that are due. Deletes the bytes first and the row after: after a kill in between, the next sweep
 * repeats it. Several servers take different pieces. A piece that cannot be deleted waits an hour and delays no other.
 * @returns how many it deleted
 */
export async function sweepDiscarded({ db, objects, clock, log }: Platform): Promise<number> {
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
      const kept = new Set<string>()
      await Promise.all(
        names.map((name) =>
          objects.delete(name).catch((error: unknown) => {
            kept.add(name)
            log({
              level: 'warn',
              message: 'A deleted object’s bytes cannot be removed; trying again in an hour',
              error,
            })
          }),
        ),
      )
      const gone = names.filter((name) => !kept.has(name))
      await tx.execute(sql`delete from discarded_pieces where name = any(${sql.param(gone)}::uuid[])`)
      await tx.execute(sql`
        update discarded_pieces set delete_after = ${new Date(clock.now() + RETRY_MS)}
        where name = any(${sql.param([...kept])}::uuid[])`)
      return due.length
    })
    swept += count
    if (count < BATCH) return swept
  }
}
