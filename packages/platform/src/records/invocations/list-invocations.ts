import type { Invocation, InvocationQuery, Page } from '@alcove/contract'
import { and, desc, eq, lt } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import type { Connection } from '../../database/connect.ts'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { functions, invocations } from '../../database/schema/index.ts'
import { conditionsOf, scopeOf } from './conditions-of.ts'
import { invocationOf, LISTED } from './invocation-of.ts'
import { ofCallers } from './of-callers.ts'

export interface ListInvocationsInput extends InvocationQuery {
  /** Without tests and replays. */
  callersOnly?: boolean
}

/** Newest first, of one function or of the whole space. */
export const listInvocations = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: ListInvocationsInput }): Promise<Page<Invocation>> => {
    const before = decodeCursor(input.cursor, BY_ID)
    const { searches } = ctx.platform
    const found = [...conditionsOf(input), ...(input.callersOnly === true ? [ofCallers(invocations.triggerName)] : [])]
    const where = and(await scopeOf(ctx, input), before === null ? undefined : lt(invocations.id, before), ...found)
    const read = (connection: Connection) =>
      connection
        .select(LISTED)
        .from(invocations)
        .innerJoin(functions, eq(functions.id, invocations.functionId))
        .where(where)
        .orderBy(desc(invocations.id))
        .limit(input.limit + 1)
    // Without a filter, the query reads no more rows of an index than the page shows.
    const rows = found.length > 0 ? await searches.run(ctx, read) : await read(ctx.db)
    return pageFrom(
      rows,
      input.limit,
      (row) => row.id,
      (row) => invocationOf(ctx, row),
    )
  },
)
