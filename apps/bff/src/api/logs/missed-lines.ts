import type { LogLine, LogTailQuery } from '@alcove/contract'
import { flushRecords, listLogs, type SpaceCtx } from '@alcove/platform'
import type { z } from 'zod'

interface Missed {
  ctx: SpaceCtx
  fn: string
  filter: z.infer<typeof LogTailQuery>
  /** The last line the reader saw. */
  after: string
}

/** Milliseconds. A line is stamped where it is written and numbered where it is recorded, a little later. */
const CLOCK_SLACK = 60_000
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** What was logged since `after`, oldest first. */
export async function* missedLines({ ctx, fn, filter, after }: Missed): AsyncGenerator<LogLine> {
  if (!UUID_V7.test(after)) return
  // Here, not in the route: only once the reader has subscribed is every line either stored by this or sent live.
  await flushRecords(ctx.platform)
  // The first 48 bits of a UUIDv7 are milliseconds since the epoch (RFC 9562, 5.7).
  const since = Number.parseInt(after.replace('-', '').slice(0, 12), 16) - CLOCK_SLACK
  const query = { ...filter, from: new Date(since).toISOString(), order: 'asc', limit: 1000 } as const
  let cursor: string | undefined
  do {
    // oxlint-disable-next-line no-await-in-loop -- page after page
    const page = await listLogs({ ctx, input: { fn, ...query, cursor } })
    for (const line of page.items) if (line.id > after) yield line
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}
