import { EVERY_LINE } from '@alcove/contract'
import type { SpaceCtx } from '../../../kernel/context.ts'
import { readableFunctions } from '../../../records/logs/readable-functions.ts'
import { firstIdAt } from '../../../database/ids.ts'
import type { ReadRange, ReadRecords, SinkRecord } from './sink-record.ts'

const BUDGET_MS = 5_000

/** Lines in the order of their ids, from rows and from segments alike, read by the thread that searches. */
export async function readLines(ctx: SpaceCtx, { after, before, limit }: ReadRange): Promise<ReadRecords> {
  const { lines, next } = await ctx.platform.searches.run(ctx, async () =>
    ctx.platform.lines.search(
      {
        spaceId: ctx.space.id,
        filter: EVERY_LINE,
        functions: await readableFunctions(ctx),
        from: null,
        to: null,
        order: 'asc',
        after,
        limit,
        budgetMs: BUDGET_MS,
      },
      ctx.signal,
    ),
  )
  const end = firstIdAt(before)
  const due = lines.filter(({ id }) => id < end)
  const isCut = due.length < lines.length
  const records = due.map((line) => recordOfLine(ctx, line))
  // A search that ran out of time got somewhere, too.
  const position = due.at(-1)?.id ?? (!isCut && next !== null && next < end ? next : after)
  return { records, position, more: !isCut && next !== null && position !== after }
}

interface Line {
  id: string
  time: string
  function: string
}

export function recordOfLine({ space }: SpaceCtx, line: Line): SinkRecord {
  return { id: line.id, at: Date.parse(line.time), data: { ...line, space: space.name } }
}
