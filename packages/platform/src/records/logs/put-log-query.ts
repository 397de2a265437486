import { AlcoveError, type PutLogQuery, type SavedLogQuery } from '@alcove/contract'
import { and, count, eq } from 'drizzle-orm'
import type { Put } from '../../database/put.ts'
import { logQueries } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { lockSpace } from '../../spaces/lock-space.ts'
import { filterOf } from './filter-of.ts'
import { logQueryEtag, savedQueryOf } from './list-log-queries.ts'

const MOST = 100

type PutLogQueryInput = PutLogQuery & {
  name: string
  /** ETags of the query that the caller has seen. */
  expected?: Expected | undefined
}

/** Saves a query for everyone in the space; one of the same name is replaced. */
export const putLogQuery = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutLogQueryInput }): Promise<Put<SavedLogQuery>> => {
    const { expected, ...saved } = input
    filterOf(saved.query)
    return change(ctx, async (ctx) => {
      const { id: spaceId } = ctx.space
      // Two who create it at once find no row to lock.
      await lockSpace(ctx)
      const [current] = await ctx.db
        .select()
        .from(logQueries)
        .where(and(eq(logQueries.spaceId, spaceId), eq(logQueries.name, saved.name)))
      requireExpected(expected, current ? logQueryEtag(current) : null, `The log query ${saved.name}`)
      if (!current) await requireRoom(ctx)
      const values = { ...saved, savedBy: nameOf(ctx.actor), savedAt: new Date(ctx.platform.clock.now()) }
      const [row] = await ctx.db
        .insert(logQueries)
        .values({ spaceId, ...values })
        .onConflictDoUpdate({ target: [logQueries.spaceId, logQueries.name], set: values })
        .returning()
      await ctx.change.audit('log-queries:save', `log query ${saved.name}`, {
        before: current ? { query: current.query, columns: current.columns } : null,
        after: { query: saved.query, columns: saved.columns },
      })
      return { created: !current, value: savedQueryOf(row!) }
    })
  },
)

async function requireRoom(ctx: SpaceCtx): Promise<void> {
  const [saved] = await ctx.db.select({ n: count() }).from(logQueries).where(eq(logQueries.spaceId, ctx.space.id))
  if (saved!.n < MOST) return
  const message = `A space saves at most ${MOST} queries: delete one first`
  throw new AlcoveError('ValidationFailed', message, { errors: [{ path: 'name', message }] })
}
