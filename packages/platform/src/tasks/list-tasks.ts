import type { Page, Task, TaskQuery } from '@alcove/contract'
import { and, desc, eq, gte, inArray, lt } from 'drizzle-orm'
import type { Connection } from '../database/connect.ts'
import { BY_ID, decodeCursor, pageFrom } from '../database/cursor.ts'
import { functions, tasks } from '../database/schema/index.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { readableHere } from '../records/invocations/readable-here.ts'
import { LISTED, taskOf } from './task-of.ts'

/** The tasks of a space, newest first. */
export const listTasks = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: TaskQuery }): Promise<Page<Task>> => {
  const before = decodeCursor(input.cursor, BY_ID)
  const { state, function: fn, error, from, to, limit } = input
  const filters = [
    state && inArray(tasks.state, state),
    fn === undefined ? undefined : eq(functions.name, fn),
    error === undefined ? undefined : eq(tasks.errorKey, error),
    from === undefined ? undefined : gte(tasks.acceptedAt, new Date(from)),
    to === undefined ? undefined : lt(tasks.acceptedAt, new Date(to)),
  ].filter((filter) => filter !== undefined)
  const read = (connection: Connection) =>
    connection
      .select(LISTED)
      .from(tasks)
      .innerJoin(functions, eq(functions.id, tasks.functionId))
      .where(
        and(
          eq(tasks.spaceId, ctx.space.id),
          readableHere(ctx),
          before === null ? undefined : lt(tasks.id, before),
          ...filters,
        ),
      )
      .orderBy(desc(tasks.id))
      .limit(limit + 1)
  // Without a filter, the query reads no more rows of an index than the page shows.
  const rows = filters.length > 0 ? await ctx.platform.searches.run(ctx, read) : await read(ctx.db)
  return pageFrom(
    rows,
    limit,
    (row) => row.id,
    (row) => taskOf(ctx, row),
  )
})
