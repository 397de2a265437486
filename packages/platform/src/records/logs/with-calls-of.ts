import type { LogFilter } from '@alcove/contract'
import { and, eq, gte, lt, sql } from 'drizzle-orm'
import { firstIdAt } from '../../database/ids.ts'
import { invocations } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { ID_MS, SHORT_ID } from '../invocations/conditions-of.ts'

interface AskedLines {
  q?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** More calls whose ids end alike are no use to anybody. */
const MOST = 20

/** A query that is the end of a call's id, as the console shows it, finds the lines of that call too. */
export async function withCallsOf(ctx: SpaceCtx, { q = '', from, to }: AskedLines, text: LogFilter) {
  const end = q.trim()
  if (!SHORT_ID.test(end)) return text
  const calls = await ctx.db
    .select({ id: invocations.id })
    .from(invocations)
    .where(
      and(
        eq(invocations.spaceId, ctx.space.id),
        // Reads nothing but the index of ids, and compares bytes: a fifth of the time that text and calls' rows take.
        sql`substr(uuid_send(${invocations.id}), 13) = ${Buffer.from(end, 'hex')}`,
        from === undefined ? undefined : gte(invocations.id, firstIdAt(Date.parse(from) - ID_MS)),
        to === undefined ? undefined : lt(invocations.id, firstIdAt(Date.parse(to) + ID_MS)),
      ),
    )
    .limit(MOST)
  if (calls.length === 0) return text
  return { kind: 'or', of: [text, { kind: 'invocation', ids: calls.map(({ id }) => id) }] } satisfies LogFilter
}
