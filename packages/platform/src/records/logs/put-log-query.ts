import { AlcoveError, type PutLogQuery, type SavedLogQuery } from '@alcove/contract'
import { and, count, eq } from 'drizzle-orm'
import { logQueries } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { filterOf } from './filter-of.ts'
import { savedQueryOf } from './list-log-queries.ts'

const MOST = 100

/** Saves a query for everyone in the space; one of the same name is replaced. */
export const putLogQuery = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutLogQuery & { name: string } }): Promise<SavedLogQuery> => {
    filterOf(input.query)
    return change(ctx, async (ctx) => {
      const { id: spaceId } = ctx.space
      const values = { ...input, savedBy: nameOf(ctx.actor), savedAt: new Date(ctx.platform.clock.now()) }
      const [before] = await ctx.db
        .select({ query: logQueries.query, columns: logQueries.columns })
        .from(logQueries)
        .where(and(eq(logQueries.spaceId, spaceId), eq(logQueries.name, input.name)))
      const [row] = await ctx.db
        .insert(logQueries)
        .values({ spaceId, ...values })
        .onConflictDoUpdate({ target: [logQueries.spaceId, logQueries.name], set: values })
        .returning()
      const [saved] = await ctx.db.select({ n: count() }).from(logQueries).where(eq(logQueries.spaceId, spaceId))
      if (saved!.n > MOST) {
        const message = `A space saves at most ${MOST} queries: delete one first`
        throw new AlcoveError('ValidationFailed', message, { errors: [{ path: 'name', message }] })
      }
      await ctx.change.audit('log-queries:save', `log query ${input.name}`, {
        before: before ?? null,
        after: { query: input.query, columns: input.columns },
      })
      return savedQueryOf(row!)
    })
  },
)
