import type { Page, Route, RouteQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { BY_NAME, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { containing } from '../../database/containing.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { readRoutes, routeOf } from './route-of.ts'

export const listRoutes = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: RouteQuery }): Promise<Page<Route>> => {
  const after = decodeCursor(input.cursor, BY_NAME)
  const text = input.q === undefined ? null : containing(input.q)
  const where = sql`
      ${after === null ? sql`true` : sql`r.name > ${after}`} and
      ${text === null ? sql`true` : sql`(r.name || ' ' || r.method || ' ' || r.path || ' ' || coalesce(f.name, '') || ' ' || (r.config ->> 'auth')) ilike ${text}`}`
  const rows = await readRoutes(ctx, where, input.limit + 1)
  return pageFrom(
    rows,
    input.limit,
    (row) => row.name,
    (row) => routeOf(ctx, row),
  )
})
