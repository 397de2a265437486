import type { Page, Task, TaskQuery } from '@alcove/contract'
import { and, desc, eq, gte, ilike, inArray, like, lt, or, sql, type SQL } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'
import { containing } from '../../database/containing.ts'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { functions, spaces, tasks } from '../../database/schema/index.ts'
import { verb, type Ctx, type SpaceCtx } from '../../kernel/context.ts'
import { readableTasks, type ReadableTasks } from './readable-tasks.ts'
import { LISTED, taskOf } from './task-of.ts'

/** The tasks of a space, or of all spaces, newest first. */
export const listTasks = verb(
  async ({ ctx, input }: { ctx: Ctx | SpaceCtx; input: TaskQuery }): Promise<Page<Task>> => {
    const before = decodeCursor(input.cursor, BY_ID)
    const { state, function: fn, error, from, to, q, limit } = input
    const filters = [
      state && inArray(tasks.state, state),
      fn === undefined ? undefined : eq(functions.name, fn),
      error === undefined ? undefined : eq(tasks.errorKey, error),
      from === undefined ? undefined : gte(tasks.acceptedAt, new Date(from)),
      to === undefined ? undefined : lt(tasks.acceptedAt, new Date(to)),
      q ? found(q) : undefined,
    ].filter((filter) => filter !== undefined)
    const readable = await readableTasks(ctx)
    const place = before === null ? undefined : lt(tasks.id, before)
    const read = (connection: Connection) => newest(connection, readable, and(place, ...filters), limit + 1)
    // Without a filter, the query reads no more rows of an index than the page shows.
    const rows = filters.length > 0 ? await ctx.platform.searches.run(ctx, read) : await read(ctx.db)
    return pageFrom(
      rows,
      limit,
      (row) => row.id,
      (row) => taskOf(row, readable.rights.get(row.space)!),
    )
  },
)

const found = (text: string): SQL =>
  or(
    ilike(functions.name, containing(text)),
    eq(tasks.idempotencyKey, text),
    // Only hexadecimal digits and hyphens: nothing in it is a wildcard.
    /^[0-9a-f-]{4,36}$/i.test(text) ? like(sql`${tasks.id}::text`, `%${text.toLowerCase()}`) : undefined,
  )!

/** The newest of each space by its index, and of these the newest. */
async function newest(db: Connection, { spaceIds, where }: ReadableTasks, filter: SQL | undefined, limit: number) {
  const found = await rowsOf<{ id: string }>(
    db,
    sql`
      select each.id from unnest(${sql.param(spaceIds)}::uuid[]) as here (space_id)
      cross join lateral (
        select ${tasks.id} from ${tasks} join ${functions} on ${functions.id} = ${tasks.functionId}
        where ${and(sql`${tasks.spaceId} = here.space_id`, where, filter)}
        order by ${tasks.id} desc limit ${limit}) each
      order by each.id desc limit ${limit}`,
  )
  const ids = found.map(({ id }) => id)
  if (ids.length === 0) return []
  return db
    .select(LISTED)
    .from(tasks)
    .innerJoin(functions, eq(functions.id, tasks.functionId))
    .innerJoin(spaces, eq(spaces.id, tasks.spaceId))
    .where(and(inArray(tasks.spaceId, spaceIds), inArray(tasks.id, ids)))
    .orderBy(desc(tasks.id))
}
