import type { Sealer } from '../sealer.ts'
import type { ChainedEntry } from './entry.ts'

/** What the first entry of a chain follows. */
export const CHAIN_START = ''

/**
 * Ties an entry to the one before: a keyed digest of everything in it and of the previous digest. Whoever can write to
 * the database but has no sealing key can neither change, remove nor move an entry without breaking the chain.
 */
export function sealOf(sealer: Pick<Sealer, 'digest'>, previous: string, entry: ChainedEntry): string {
  const { seq, id, at, actorId, actor, accountId, sessionId, address, outcome, action } = entry
  const { spaceId, space, target, detail, requestId } = entry
  const who = [actorId, actor, accountId, sessionId, address, requestId]
  const what = [outcome, action, spaceId, space, target, canonical(detail)]
  return sealer.digest(JSON.stringify(['alcove audit', previous, seq, id, at.toISOString(), who, what]))
}

/** The same for equal values: PostgreSQL's jsonb keeps no order of names. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, item]) => [name, canonical(item)])
}
