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
 * The newest `perSlice` calls of each of 32 equal slices of time, so that a burst cannot hide the rest of the range. Each
 * slice reads the end of an index: its cost does not grow with the number of calls as long as the conditions of the
 * statement exclude few of them.
 * @param read gets the newest calls of a slice, at most `limit`. It has the bounds of `startedAt`
 */
export async function sampleCalls<Row>(
  range: TimeSpan,
  perSlice: number,
  read: (slice: SQL, limit: number) => PromiseLike<Row[]>,
): Promise<Sample<Row>> {
  const items: Row[] = []
  let sampled = false
  for (const slice of slicesOf(range)) {
    // oxlint-disable-next-line no-await-in-loop -- one connection
    const rows = await read(slice, perSlice + 1)
    sampled ||= rows.length > perSlice
    items.push(...rows.slice(0, perSlice))
  }
  return { items, sampled }
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
