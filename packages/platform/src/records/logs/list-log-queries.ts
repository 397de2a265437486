import type { SavedLogQuery } from '@alcove/contract'
import { asc, eq } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { logQueries } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { etagOf } from '../../kernel/etag-of.ts'

/** The queries that the space shares, by name. */
export const listLogQueries = verb(
  async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<{ items: SavedLogQuery[] }> => {
    const rows = await ctx.db
      .select()
      .from(logQueries)
      .where(eq(logQueries.spaceId, ctx.space.id))
      .orderBy(asc(logQueries.name))
    return { items: rows.map(savedQueryOf) }
  },
)

type QueryRow = typeof logQueries.$inferSelect

export const logQueryEtag = ({ query, columns }: QueryRow): string => etagOf({ query, columns })

export function savedQueryOf(row: QueryRow): SavedLogQuery {
  const { name, query, columns, savedBy, savedAt } = row
  return { name, query, columns, savedBy, savedAt: iso(savedAt), etag: logQueryEtag(row) }
}
