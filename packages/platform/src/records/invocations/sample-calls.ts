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
 * @param parts busy slices are read in so many parts, since the newest calls of each would look like bursts on a chart
 */
export async function sampleCalls<Row>(
  range: TimeSpan,
  perSlice: number,
  read: (slice: SQL, limit: number) => PromiseLike<Row[]>,
  parts = 1,
): Promise<Sample<Row>> {
  const slices = divide({ from: range.from - ID_MS, to: range.to + ID_MS }, SLICES)
  const found: Row[][] = []
  // oxlint-disable-next-line no-await-in-loop -- one connection
  for (const slice of slices) found.push(await read(within(slice), perSlice + 1))
  const left = found.reduce((sum, rows) => sum + Math.max(0, perSlice - rows.length), 0)
  const full = found.filter((rows) => rows.length > perSlice).length
  const most = perSlice + Math.floor(left / Math.max(1, full))
  const items: Row[] = []
  let sampled = false
  for (const [n, slice] of slices.entries()) {
    const rows = found[n]!
    if (rows.length <= perSlice) {
      items.push(...rows)
      continue
    }
    const each = Math.ceil(most / parts)
    for (const part of divide(slice, parts)) {
      // oxlint-disable-next-line no-await-in-loop -- one connection
      const some = parts === 1 && most === perSlice ? rows : await read(within(part), each + 1)
      items.push(...some.slice(0, each))
      sampled ||= some.length > each
    }
  }
  return { items, sampled }
}

function divide({ from, to }: TimeSpan, count: number): TimeSpan[] {
  const edge = (n: number) => from + ((to - from) * n) / count
  return Array.from({ length: count }, (_, n) => ({ from: edge(n), to: edge(n + 1) }))
}

/** By ids. The outer slices reach as far as the ids of calls in the range may lie. */
const within = ({ from, to }: TimeSpan): SQL =>
  and(gte(invocations.id, firstIdAt(from)), lt(invocations.id, firstIdAt(to)))!
