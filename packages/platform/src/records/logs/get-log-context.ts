import type { LogContext, LogContextQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'
import { encodeCursor } from '../../database/cursor.ts'
import { firstIdAt } from '../../database/ids.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findLines } from './find-lines.ts'
import { readableFunctions } from './readable-functions.ts'

/** Calls of one trace or instance are looked for this long before and after the line. */
const AROUND_MS = 15 * 60_000
const MOST_CALLS = 500

/** The lines of the same trace, instance or call just before and after a line. */
export const getLogContext = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: LogContextQuery }): Promise<LogContext> => {
    return ctx.platform.searches.run(ctx, async (db) => {
      const functions = await readableFunctions(ctx)
      const made = Number.parseInt(input.line.replace('-', '').slice(0, 12), 16)
      const [since, until] = [made - AROUND_MS, made + AROUND_MS]
      const call = await readCall(db, ctx, input.invocation, [...functions.keys()])
      const ids = call === null ? [input.invocation] : await relatedCalls(db, ctx, call, input.by, since, until)
      const find = (order: 'asc' | 'desc', limit: number, after: string) =>
        findLines(ctx, {
          filter: { kind: 'invocation', ids },
          functions,
          from: new Date(since).toISOString(),
          to: new Date(until).toISOString(),
          order,
          limit,
          cursor: encodeCursor(after),
        })
      // The one before the line's own id is where a reader of older lines starts: the line itself comes with them.
      const older = await find('desc', input.before + 1, next(input.line))
      const newer = input.after === 0 ? null : await find('asc', input.after, input.line)
      const lines = [...older.items.toReversed(), ...(newer?.items ?? [])]
      return {
        lines,
        more: { before: older.nextCursor !== null, after: newer !== null && newer.nextCursor !== null },
        invocation: call && { id: call.id, traceId: call.trace_id, instanceId: call.instance_id },
      }
    })
  },
)

interface Call {
  id: string
  trace_id: string
  instance_id: string | null
}

/** Of a function that the caller may not read, it is as absent as its lines. */
async function readCall(db: Connection, ctx: SpaceCtx, id: string, readable: readonly string[]): Promise<Call | null> {
  const [call] = await rowsOf<Call>(
    db,
    sql`
      select id, replace(trace_id::text, '-', '') as trace_id, instance_id from invocations
      where space_id = ${ctx.space.id} and id = ${id} and function_id = any(${sql.param([...readable])}::uuid[])`,
  )
  return call ?? null
}

async function relatedCalls(
  db: Connection,
  ctx: SpaceCtx,
  call: Call,
  by: LogContextQuery['by'],
  since: number,
  until: number,
): Promise<string[]> {
  if (by === 'invocation' || (by === 'instance' && call.instance_id === null)) return [call.id]
  const same = by === 'trace' ? sql`trace_id = ${call.trace_id}` : sql`instance_id = ${call.instance_id}`
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`
      select id from invocations
      where space_id = ${ctx.space.id} and id >= ${firstIdAt(since)} and id < ${firstIdAt(until)} and ${same}
      order by id limit ${MOST_CALLS}`,
  )
  return [...new Set([call.id, ...rows.map(({ id }) => id)])]
}

/** The smallest id that is greater. */
function next(id: string): string {
  const number = (BigInt(`0x${id.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0')
  return `${number.slice(0, 8)}-${number.slice(8, 12)}-${number.slice(12, 16)}-${number.slice(16, 20)}-${number.slice(20)}`
}
