import { and, gte, lt, type SQL } from 'drizzle-orm'
import { firstIdAt } from '../../database/ids.ts'
import { invocations } from '../../database/schema/index.ts'
import { ID_MS } from './conditions-of.ts'

/** More slices follow the course of time more closely; each is a statement of its own. */
const SLICES = 32

export interface TimeSpan {
  from: number
  to: number
}

export interface Sample<Row> {
  items: Row[]
  /** There were more. */
  sampled: boolean
}

/**
 * The newest calls of each of 32 equal slices of time, `perSlice` on average: a burst cannot hide the rest of the range, and
 * what quiet slices leave is given to the others. Each slice reads the end of an index: its cost does not grow with the number
 * of calls as long as the conditions of the statement exclude few of them.
 * @param read gets the newest calls of a slice, at most `limit`. It has the bounds of `startedAt`
 */
export async function sampleCalls<Row>(
  range: TimeSpan,
  perSlice: number,
  read: (slice: SQL, limit: number) => PromiseLike<Row[]>,
): Promise<Sample<Row>> {
  const slices = slicesOf(range)
  const found: Row[][] = []
  // oxlint-disable-next-line no-await-in-loop -- one connection
  for (const slice of slices) found.push(await read(slice, perSlice + 1))
  const full = slices.flatMap((slice, n) => (found[n]!.length > perSlice ? [{ slice, n }] : []))
  const left = found.reduce((sum, rows) => sum + Math.max(0, perSlice - rows.length), 0)
  const most = perSlice + Math.floor(left / Math.max(1, full.length))
  if (most > perSlice) {
    for (const { slice, n } of full) {
      // oxlint-disable-next-line no-await-in-loop -- one connection
      found[n] = await read(slice, most + 1)
    }
  }
  return {
    items: found.flatMap((rows) => rows.slice(0, most)),
    sampled: found.some((rows) => rows.length > most),
  }
}

/** By ids. The outer slices reach as far as the ids of calls in the range may lie. */
function slicesOf({ from, to }: TimeSpan): SQL[] {
  const edges = Array.from({ length: SLICES + 1 }, (_, n) => from + ((to - from) * n) / SLICES)
  edges[0]! -= ID_MS
  edges[SLICES]! += ID_MS
  return edges
    .slice(1)
    .map((end, n) => and(gte(invocations.id, firstIdAt(edges[n]!)), lt(invocations.id, firstIdAt(end)))!)
}
