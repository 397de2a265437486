import { Uuid, type Invocation, type InvocationQuery, type Page } from '@alcove/contract'
import { and, desc, eq, lt, sql, type SQL } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import type { Connection } from '../../database/connect.ts'
import { containing } from '../../database/containing.ts'
import { BY_ID, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { firstIdAt } from '../../database/ids.ts'
import { functions, invocations } from '../../database/schema/index.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { invocationOf, LISTED } from './invocation-of.ts'
import { readableHere } from './readable-here.ts'

/** A call's id is made at most this long before or after the time it carries. */
const ID_MS = 15 * 60_000

export type ListInvocationsInput = InvocationQuery & { fn?: string }

/** Newest first, of one function or of the whole space. */
export const listInvocations = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: ListInvocationsInput }): Promise<Page<Invocation>> => {
    const before = decodeCursor(input.cursor, BY_ID)
    const fn = input.fn === undefined ? null : await findFunction(ctx, input.fn)
    const { searches } = ctx.platform
    const found = filters(input)
    const where = and(
      eq(invocations.spaceId, ctx.space.id),
      readableHere(ctx),
      fn ? eq(invocations.functionId, fn.id) : undefined,
      before === null ? undefined : lt(invocations.id, before),
      ...found,
    )
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

const i = invocations

function filters(input: InvocationQuery): SQL[] {
  const { status, version, qualifier, trigger, start, from, to, minDurationMs, roots, q } = input
  return [
    status && sql`${i.status} = any(${sql.param(status)}::text[])`,
    // Repeats the condition of the partial index: the planner does not derive it from the list.
    status && !status.includes('success') && sql`${i.status} <> 'success'`,
    version === 'draft' ? sql`${i.version} is null` : version && sql`${i.version} = ${version}`,
    qualifier !== undefined && sql`${i.qualifier} = ${qualifier}`,
    trigger && sql`${i.trigger} = ${trigger}`,
    start && sql`${i.start} = ${start}`,
    from !== undefined && sql`${i.startedAt} >= ${from} and ${i.id} >= ${firstIdAt(Date.parse(from) - ID_MS)}`,
    to !== undefined && sql`${i.startedAt} < ${to} and ${i.id} < ${firstIdAt(Date.parse(to) + ID_MS)}`,
    minDurationMs !== undefined && sql`${i.durationMs} >= ${minDurationMs}`,
    roots && sql`${i.trigger} <> 'function'`,
    q && search(q.trim()),
  ].filter((condition): condition is SQL => Boolean(condition))
}

function search(q: string): SQL {
  if (Uuid.safeParse(q).success) return sql`${i.id} = ${q}`
  const pattern = containing(q)
  return sql`(${i.summary} ilike ${pattern} or ${i.httpPath} ilike ${pattern} or ${i.extras} #>> '{error,message}' ilike ${pattern})`
}
