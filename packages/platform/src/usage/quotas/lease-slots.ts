import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import type { Platform } from '../../kernel/platform.ts'

/** The first number of a pair that names an advisory lock. */
const LOCK = 0x71756f74

export interface SlotLease {
  scopeId: string
  server: string
  /** In all, those that the server has included. */
  wanted: number
  limit: number
  leaseMs: number
}

/** How many calls this server may run at the same time: as many of `wanted` as other servers leave. */
export async function leaseSlots(
  { db }: Platform,
  { scopeId, server, wanted, limit, leaseMs }: SlotLease,
): Promise<number> {
  return db.transaction(async (tx) => {
    // A separate statement: the next one then sees what others committed while this one waited.
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK}, hashtext(${scopeId}))`)
    const [row] = await rowsOf<{ slots: number }>(
      tx,
      sql`
        insert into quota_slots as mine (scope_id, server, slots, until)
        select ${scopeId}, ${server}, greatest(0, least(${wanted}::int, ${limit}::int - coalesce(sum(slots), 0)::int)),
          clock_timestamp() + make_interval(secs => ${leaseMs / 1000})
        from quota_slots where scope_id = ${scopeId} and server <> ${server} and until > clock_timestamp()
        on conflict (scope_id, server) do update set slots = excluded.slots, until = excluded.until
        returning mine.slots`,
    )
    return row!.slots
  })
}

export async function returnSlots({ db }: Platform, scopeId: string, server: string): Promise<void> {
  await db.execute(sql`delete from quota_slots where scope_id = ${scopeId} and server = ${server}`)
}
