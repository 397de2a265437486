import type { LogLine, LogQuery, Page } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { rowsOf, type Connection } from '../../database/connect.ts'
import { containing } from '../../database/containing.ts'
import { BY_ID, decodeCursor, encodeCursor, pageFrom } from '../../database/cursor.ts'
import { firstIdAt } from '../../database/ids.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { LINE_COLUMNS, lineOf, type LineRow } from './line-of.ts'

/** A text search reads at most this many lines per page. The cursor continues from there. */
const WINDOW = 200_000
/** A line's id is made shortly after the time that the line carries. */
const LATE_MS = 60_000

/** Lines of one function, oldest or newest first. */
export const listLogs = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: LogQuery & { fn: string } }): Promise<Page<LogLine>> => {
    const after = decodeCursor(input.cursor, BY_ID)
    const fn = await findFunction(ctx, input.fn)
    const { searches } = ctx.platform
    const read = (connection: Connection) => readPage(connection, ctx, fn, input, after)
    return isSearch(input) ? searches.run(ctx, read) : read(ctx.db)
  },
)

/** Whether the query may pass over many lines before it finds enough. The lines of one call come from an index. */
function isSearch({ q, level, version, from, to }: LogQuery): boolean {
  return [q, level, version, from, to].some((filter) => filter !== undefined)
}

async function readPage(
  db: Connection,
  ctx: SpaceCtx,
  fn: { id: string; name: string },
  input: LogQuery,
  after: string | null,
): Promise<Page<LogLine>> {
  const direction = input.order === 'asc' ? sql`asc` : sql`desc`
  const window = sql`
      select * from log_lines l
      where ${sql.join(conditions(ctx, fn.id, input, after), sql` and `)}
      order by l.id ${direction}`
  const text = input.q ? sql`l.message ilike ${containing(input.q)}` : sql`true`
  const rows = await rowsOf<LineRow>(
    db,
    sql`
        select ${LINE_COLUMNS} from (${window} limit ${WINDOW}) l where ${text}
        order by l.id ${direction} limit ${input.limit + 1}`,
  )
  const page = pageFrom(
    rows,
    input.limit,
    (row) => row.id,
    (row) => lineOf(fn.name, row),
  )
  if (input.q && page.nextCursor === null) {
    const [end] = await rowsOf<{ id: string }>(db, sql`${window} limit 1 offset ${WINDOW - 1}`)
    if (end) return { ...page, nextCursor: encodeCursor(end.id) }
  }
  return page
}

function conditions(ctx: SpaceCtx, functionId: string, input: LogQuery, after: string | null): SQL[] {
  const { level, invocation, version, from, to, order } = input
  return [
    sql`l.function_id = ${functionId}`,
    sql`l.space_id = ${ctx.space.id}`,
    after !== null && (order === 'asc' ? sql`l.id > ${after}` : sql`l.id < ${after}`),
    level && sql`l.level = any(${sql.param(level)}::text[])`,
    invocation !== undefined && sql`l.invocation_id = ${invocation}`,
    version === 'draft' ? sql`l.version is null` : version && sql`l.version = ${version}`,
    from !== undefined && sql`l.time >= ${from} and l.id >= ${firstIdAt(Date.parse(from) - LATE_MS)}`,
    to !== undefined && sql`l.time < ${to} and l.id < ${firstIdAt(Date.parse(to) + LATE_MS)}`,
  ].filter((condition): condition is SQL => Boolean(condition))
}
