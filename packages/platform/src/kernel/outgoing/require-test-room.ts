import { AlcoveError } from '@alcove/contract'
import { and, count, eq, gte, inArray } from 'drizzle-orm'
import { firstIdAt } from '../../database/ids.ts'
import { auditEntries, spaces } from '../../database/schema/index.ts'
import type { Changing, SpaceCtx } from '../context.ts'

/** For one space, on all servers together. */
const TESTS_A_MINUTE = 20
const TESTS = ['alert-targets:test', 'sinks:test']

/**
 * A test sends an e-mail, or connects to whatever host it is told: nobody floods others with it, or searches a network.
 * It is counted by the audit, so the caller audits it in the same change.
 * @throws {AlcoveError} TooManyRequests
 */
export async function requireTestRoom(ctx: Changing<SpaceCtx>): Promise<void> {
  const { db, space, platform } = ctx
  // Two at once would each not see the other.
  await db.select({ id: spaces.id }).from(spaces).where(eq(spaces.id, space.id)).for('no key update')
  const since = firstIdAt(platform.clock.now() - 60_000)
  const [made] = await db
    .select({ n: count() })
    .from(auditEntries)
    .where(and(eq(auditEntries.spaceId, space.id), gte(auditEntries.id, since), inArray(auditEntries.action, TESTS)))
  if (made!.n < TESTS_A_MINUTE) return
  throw new AlcoveError('TooManyRequests', `A space tests ${TESTS_A_MINUTE} times a minute: wait for a minute`)
}
