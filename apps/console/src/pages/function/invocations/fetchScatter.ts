import { INVOCATION_STATUSES, type Invocation, type InvocationStatus, type Page } from '@alcove/contract'
import { functionPath } from '../../../api/functions.ts'
import type { InvocationFilter } from '../../../api/invocations.ts'
import { request } from '../../../api/request.ts'

export interface Scatter {
  items: Invocation[]
  /** False when there were more failures than it loads. */
  everyFailure: boolean
  everySuccess: boolean
}

interface Range {
  from: number
  to: number
}

const FAILURES = INVOCATION_STATUSES.filter((status) => status !== 'success')
const PAGE = 200
const FAILURE_PAGES = 4
/** Successes are sampled per time slice, so that a burst cannot hide the rest of the range. */
const SLICES = 16
const PER_SLICE = 50

/** The calls of a range for the chart: failures up to a limit, and a sample of the successes. */
export async function fetchScatter(
  space: string,
  fn: string,
  { status, ...filter }: InvocationFilter,
  range: Range,
  signal: AbortSignal,
): Promise<Scatter> {
  const read = ({ from, to }: Range, statuses: readonly InvocationStatus[], limit: number, cursor?: string) =>
    request<Page<Invocation>>(functionPath(space, fn, 'invocations'), {
      signal,
      query: {
        ...filter,
        status: statuses.join(','),
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        limit,
        cursor,
      },
    })

  const failing = FAILURES.filter((failure) => !status || status.includes(failure))
  const failures = async () => {
    const items: Invocation[] = []
    let cursor: string | null | undefined
    for (let page = 0; page < FAILURE_PAGES && cursor !== null && failing.length > 0; page += 1) {
      const answer: Page<Invocation> = await read(range, failing, PAGE, cursor)
      items.push(...answer.items)
      cursor = answer.nextCursor
    }
    return { items, every: cursor === null || failing.length === 0 }
  }
  const width = (range.to - range.from) / SLICES
  const slices = status && !status.includes('success') ? [] : Array.from({ length: SLICES }, (_, index) => index)
  const [failed, ...succeeded] = await Promise.all([
    failures(),
    ...slices.map((index) =>
      read(
        { from: Math.round(range.from + index * width), to: Math.round(range.from + (index + 1) * width) },
        ['success'],
        PER_SLICE,
      ),
    ),
  ])
  // A call on the border of two slices is in both.
  const unique = new Map([...failed.items, ...succeeded.flatMap((page) => page.items)].map((item) => [item.id, item]))
  return {
    items: [...unique.values()],
    everyFailure: failed.every,
    everySuccess: succeeded.every((page) => page.nextCursor === null),
  }
}
