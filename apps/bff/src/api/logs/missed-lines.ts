import type { LogLine, LogTailQuery } from '@alcove/contract'
import { flushRecords, listLogs, type SpaceCtx } from '@alcove/platform'
import type { z } from 'zod'

interface Missed {
  ctx: SpaceCtx
  fn: string
  filter: z.infer<typeof LogTailQuery>
  /** Id of the last line that the reader has. */
  after: string
}

/** Milliseconds. A line gets its time when it is written, and its id a little later, when it is recorded. */
const CLOCK_SLACK = 60_000
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Yields the lines logged since `after`, oldest first. */
export async function* missedLines({ ctx, fn, filter, after }: Missed): AsyncGenerator<LogLine> {
  if (!UUID_V7.test(after)) return
  // Flush here, not in the route: the reader has subscribed, so every line is either stored by now or arrives live.
  await flushRecords(ctx.platform)
  // The first 48 bits of a UUIDv7 are milliseconds since the epoch (RFC 9562, 5.7).
  const since = Number.parseInt(after.replace('-', '').slice(0, 12), 16) - CLOCK_SLACK
  const query = { ...filter, from: new Date(since).toISOString(), order: 'asc', limit: 1000 } as const
  let cursor: string | undefined
  do {
    // oxlint-disable-next-line no-await-in-loop -- one page after the other
    const page = await listLogs({ ctx, input: { fn, ...query, cursor } })
    for (const line of page.items) if (line.id > after) yield line
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}
