import type { LogFilter, LogList } from '@alcove/contract'
import { BY_ID, decodeCursor, encodeCursor } from '../../database/cursor.ts'
import type { SpaceCtx } from '../../kernel/context.ts'

export interface LinesToFind {
  filter: LogFilter
  /** Names by id: those whose lines to read. */
  functions: ReadonlyMap<string, string>
  from?: string | undefined
  to?: string | undefined
  order: 'asc' | 'desc'
  limit: number
  cursor?: string | null | undefined
}

/** Longest wait of a reader. The page then shows what was found, and its cursor continues. */
const BUDGET_MS = 5_000

/** One page of lines, from rows and segments alike. */
export async function findLines(ctx: SpaceCtx, input: LinesToFind): Promise<LogList> {
  const { filter, functions, order, limit } = input
  const { next, lines } = await ctx.platform.lines.search(
    {
      spaceId: ctx.space.id,
      filter,
      functions,
      from: input.from === undefined ? null : Date.parse(input.from),
      to: input.to === undefined ? null : Date.parse(input.to),
      order,
      after: decodeCursor(input.cursor ?? undefined, BY_ID),
      limit,
      budgetMs: BUDGET_MS,
    },
    ctx.signal,
  )
  return {
    items: lines,
    nextCursor: next === null ? null : encodeCursor(next),
    searchedTo: next !== null && lines.length < limit ? timeOf(next, input) : null,
  }
}

/** An id begins with the milliseconds at which it was made (RFC 9562, 5.7). Before the first line nothing is searched. */
function timeOf(id: string, { order, from, to }: LinesToFind): string {
  const made = Number.parseInt(id.replace('-', '').slice(0, 12), 16)
  const [least, most] = [from === undefined ? 0 : Date.parse(from), to === undefined ? Date.now() : Date.parse(to)]
  return new Date(
    order === 'desc' ? Math.max(least, Math.min(made, most)) : Math.min(most, Math.max(made, least)),
  ).toISOString()
}
