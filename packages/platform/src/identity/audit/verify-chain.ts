import type { AuditVerification } from '@alcove/contract'
import { and, asc, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Connection } from '../../database/connect.ts'
import { auditEntries } from '../../database/schema/index.ts'
import { CHAIN_START, sealOf } from '../../kernel/audit/seal.ts'
import type { Sealer } from '../../kernel/sealer.ts'

const BATCH = 1000
const FAULTS_MAX = 100

export interface Head {
  seq: number
  hash: string
}

/**
 * Walks the chain from its first entry to its last and recomputes every seal: an entry that was changed or moved no longer
 * has the right one, and one that is gone leaves a gap. What retention removed is replaced by the seal that the entry
 * `audit:prune` names, which is in the chain itself.
 * @param noted an end of the chain that was noted earlier: it must still be there, so that nobody cut off what followed
 */
export async function verifyChain(
  db: Connection,
  sealer: Pick<Sealer, 'digest'>,
  noted?: Head,
): Promise<AuditVerification> {
  const faults: AuditVerification['faults'] = []
  const blame = (seq: number, fault: AuditVerification['faults'][number]['fault'], message: string) => {
    if (faults.length < FAULTS_MAX) faults.push({ seq, fault, message })
  }
  const unchained = await countUnchained(db)
  let previous: Head | null = null
  let checked = 0
  let notedSeen = noted === undefined
  for await (const row of chained(db)) {
    const { hash, ...entry } = row
    previous ??= await startOf(db, entry.seq, unchained, blame)
    const missing = entry.seq - previous.seq - 1
    if (missing > 0)
      blame(
        previous.seq + 1,
        'missing',
        `${missing === 1 ? 'This entry is' : `${missing} entries from here are`} missing`,
      )
    // After a gap there is nothing to compute the seal from: the gap itself is the fault.
    else if (hash !== sealOf(sealer, previous.hash, entry)) {
      blame(entry.seq, 'changed', `The entry of ${entry.at.toISOString()} (${entry.action}) was changed or moved`)
    }
    previous = { seq: entry.seq, hash }
    checked += 1
    if (noted && noted.seq === entry.seq && noted.hash === hash) notedSeen = true
  }
  if (!notedSeen)
    blame(noted!.seq, 'missing', 'The end of the chain that was noted is not there: what followed was cut off')
  return { intact: faults.length === 0, checked, unchained, faults, head: previous }
}

/** What the first entry that is left has to follow. */
async function startOf(
  db: Connection,
  first: number,
  unchained: number,
  blame: (seq: number, fault: 'missing' | 'added', message: string) => void,
): Promise<Head> {
  const [anchor] = await db
    .select({ detail: auditEntries.detail })
    .from(auditEntries)
    .where(and(eq(auditEntries.action, 'audit:prune'), sql`${auditEntries.detail}->>'through' = ${String(first - 1)}`))
    .orderBy(desc(auditEntries.seq))
    .limit(1)
  if (anchor) return { seq: first - 1, hash: String(anchor.detail['hash']) }
  if (unchained > first - 1) blame(0, 'added', 'Entries were added to those from before the chain')
  if (unchained < first - 1) blame(unchained + 1, 'missing', 'The chain does not begin with its first entry')
  return { seq: first - 1, hash: CHAIN_START }
}

async function countUnchained(db: Connection): Promise<number> {
  const [found] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(auditEntries)
    .where(isNull(auditEntries.seq))
  return found!.count
}

async function* chained(db: Connection) {
  let after = -1
  for (;;) {
    const rows = await db
      .select()
      .from(auditEntries)
      .where(gt(auditEntries.seq, after))
      .orderBy(asc(auditEntries.seq))
      .limit(BATCH)
    for (const row of rows) yield { ...row, seq: row.seq!, hash: row.hash ?? '' }
    if (rows.length < BATCH) return
    after = rows.at(-1)!.seq!
  }
}
