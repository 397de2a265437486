import { desc, isNotNull, isNull, sql } from 'drizzle-orm'
import { accountOf, idOf, nameOf } from '../actor.ts'
import type { Ctx } from '../context.ts'
import type { Platform } from '../platform.ts'
import type { Transaction } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { auditEntries } from '../../database/schema/index.ts'
import { masked } from './masked.ts'
import type { PreparedEntry } from './entry.ts'
import { CHAIN_START, sealOf } from './seal.ts'

export interface NewEntry {
  action: string
  target: string
  detail?: Record<string, unknown> | undefined
  space?: { id: string; name: string } | undefined
  outcome?: 'done' | 'denied'
}

const AUDIT_LOCK = 0x61756469
/** A server that hangs while it holds the lock must not stop all changes of the others. */
const LOCKED_MS = 10_000

export function prepareEntry(
  ctx: Ctx,
  { action, target, detail = {}, space, outcome = 'done' }: NewEntry,
): PreparedEntry {
  const { actor, platform, requestId, address = null } = ctx
  const now = platform.clock.now()
  return {
    id: newId(now),
    at: new Date(now),
    actorId: idOf(actor),
    actor: nameOf(actor),
    accountId: accountOf(actor),
    sessionId: actor.kind === 'account' ? (actor.sessionId ?? null) : null,
    address,
    outcome,
    action,
    spaceId: space?.id ?? null,
    space: space?.name ?? null,
    target,
    // As it will be read back.
    detail: JSON.parse(JSON.stringify(masked(detail))) as Record<string, unknown>,
    requestId,
  }
}

/**
 * Adds entries to the end of the chain. One transaction at a time, on any number of servers: call this last, so that the
 * lock is held only until the commit that follows.
 */
export async function appendEntries(
  tx: Transaction,
  { sealer }: Pick<Platform, 'sealer'>,
  entries: readonly PreparedEntry[],
): Promise<void> {
  if (entries.length === 0) return
  const patience = sql`set_config('idle_in_transaction_session_timeout', ${String(LOCKED_MS)}, true)`
  await tx.execute(sql`select ${patience}, pg_advisory_xact_lock(${AUDIT_LOCK})`)
  // A separate statement: it sees what was committed while the previous one waited for the lock.
  const last = (await lastOf(tx)) ?? { seq: await unchained(tx), hash: CHAIN_START }
  let { seq, hash } = last
  const rows = entries.map((entry) => {
    seq += 1
    hash = sealOf(sealer, hash, { ...entry, seq })
    return { ...entry, seq, hash }
  })
  await tx.insert(auditEntries).values(rows)
}

async function lastOf(tx: Transaction): Promise<{ seq: number; hash: string } | undefined> {
  const [last] = await tx
    .select({ seq: auditEntries.seq, hash: auditEntries.hash })
    .from(auditEntries)
    .where(isNotNull(auditEntries.seq))
    .orderBy(desc(auditEntries.seq))
    .limit(1)
  return last && { seq: last.seq!, hash: last.hash! }
}

/** Entries from before there was a chain. The first link counts them: none can be added to them later. */
async function unchained(tx: Transaction): Promise<number> {
  const [found] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(auditEntries)
    .where(isNull(auditEntries.seq))
  return found!.count
}
