import { TRASH_DAYS, type TrashedFunction, type TrashedSpace } from '@alcove/contract'
import { inArray, sql } from 'drizzle-orm'
import { iso, rowsOf } from '../../database/connect.ts'
import { spaces } from '../../database/schema/index.ts'
import { requireActor } from '../../identity/access/require-actor.ts'
import { verb, type Ctx, type SpaceCtx } from '../../kernel/context.ts'
import { trashedSpaces } from './find-trashed.ts'

const DAY_MS = 86_400_000
/** Nobody looks through more: the newest are shown. */
const SHOWN = 500

const removedAt = (trashedAt: Date | string) => iso(new Date(new Date(trashedAt).getTime() + TRASH_DAYS * DAY_MS))

interface Row extends Pick<TrashedFunction, 'id' | 'name' | 'aliases' | 'triggers' | 'routes' | 'versions'> {
  trashed_at: string
  trashed_by: string
}

/** Functions of the space that were deleted, the last one first. */
export const listTrashedFunctions = verb(
  async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<{ items: TrashedFunction[]; nextCursor: null }> => {
    const names = (table: string) =>
      sql.raw(`(select coalesce(json_agg(row ->> 'name' order by row ->> 'name'), '[]')
        from json_array_elements(t.rows -> '${table}') row)`)
    const rows = await rowsOf<Row>(
      ctx.db,
      sql`
        select t.id, t.name, t.trashed_at, t.trashed_by, json_array_length(t.rows -> 'versions') as versions,
          ${names('aliases')} as aliases, ${names('triggers')} as triggers,
          array(select r.name from routes r
            where r.id = any(t.route_ids) and r.function_id is null order by r.name) as routes
        from trash t where t.space_id = ${ctx.space.id} and not t.with_space
        order by t.trashed_at desc, t.id limit ${SHOWN}`,
    )
    const items = rows.map(({ trashed_at: trashedAt, trashed_by: trashedBy, ...row }) => ({
      ...row,
      trashedAt: iso(trashedAt),
      trashedBy,
      removedAt: removedAt(trashedAt),
    }))
    return { items, nextCursor: null }
  },
)

/** Spaces that were deleted and that the caller may restore, the last one first. */
export const listTrashedSpaces = verb(
  async ({ ctx }: { ctx: Ctx; input: object }): Promise<{ items: TrashedSpace[]; nextCursor: null }> => {
    requireActor(ctx.actor)
    const shown = (await trashedSpaces(ctx)).slice(0, SHOWN)
    const counts = await ctx.db
      .select({
        id: spaces.id,
        functions: sql<number>`(select count(*) from trash t where t.space_id = spaces.id and t.with_space)`.mapWith(
          Number,
        ),
        buckets: sql<number>`(select count(*) from buckets b where b.space_id = spaces.id)`.mapWith(Number),
      })
      .from(spaces)
      .where(
        inArray(
          spaces.id,
          shown.map(({ id }) => id),
        ),
      )
    const countOf = new Map(counts.map(({ id, ...count }) => [id, count]))
    const items = shown.map((space) => ({
      id: space.id,
      name: space.trashedName!,
      visibility: space.visibility,
      description: space.description,
      ...countOf.get(space.id)!,
      trashedAt: iso(space.trashedAt!),
      trashedBy: space.trashedBy!,
      removedAt: removedAt(space.trashedAt!),
    }))
    return { items, nextCursor: null }
  },
)
