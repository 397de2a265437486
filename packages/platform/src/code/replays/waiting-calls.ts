import { withoutIgnored, type InvocationDetail, type RecordedPayload, type ReplayCall } from '@alcove/contract'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { invocations, logLines, replayCalls, replays } from '../../database/schema/index.ts'
import { payloadOf } from '../../records/invocations/payload-of.ts'
import type { Changing } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'

/** A call to run again, with all that is recorded of it. */
export interface WaitingCall {
  place: number
  recorded: ReplayCall['recorded']
  /** Null: its record is not kept any more. */
  record: {
    trigger: InvocationDetail['trigger']
    input: string
    output: RecordedPayload | null
    error: InvocationDetail['error']
    /** Null: some lines are not among the rows any more. */
    logs: string[] | null
  } | null
}

export interface ReplayRun {
  replay: typeof replays.$inferSelect
  calls: WaitingCall[]
}

/** The next calls of a replay, and what they are compared with. */
export async function waitingCalls(
  platform: Platform,
  id: string,
  spaceId: string,
  limit: number,
): Promise<ReplayRun | null> {
  const { db } = platform
  const [replay] = await db.select().from(replays).where(eq(replays.id, id))
  if (!replay) return null
  const waiting = await db
    .select()
    .from(replayCalls)
    .where(and(eq(replayCalls.replayId, id), eq(replayCalls.verdict, 'waiting')))
    .orderBy(asc(replayCalls.place))
    .limit(limit)
  const ids = waiting.map(({ recorded }) => recorded.invocation)
  if (ids.length === 0) return { replay, calls: [] }
  const records = await db
    .select()
    .from(invocations)
    .where(and(eq(invocations.spaceId, spaceId), inArray(invocations.id, ids)))
  const lines = await db
    .select({ id: logLines.invocationId, message: logLines.message })
    .from(logLines)
    .where(and(eq(logLines.spaceId, spaceId), inArray(logLines.invocationId, ids)))
    .orderBy(asc(logLines.id))
  const calls = waiting.map(({ place, recorded }) => {
    const row = records.find((each) => each.id === recorded.invocation)
    const messages = lines.flatMap((line) => (line.id === recorded.invocation ? [line.message] : []))
    return { place, recorded, record: row ? recordOf(row, messages) : null }
  })
  return { replay, calls }
}

function recordOf(row: typeof invocations.$inferSelect, lines: string[]): WaitingCall['record'] {
  const { input, output, error } = row.extras
  return {
    trigger: row.trigger,
    input: payloadOf(row.inputText, input)?.text ?? 'null',
    output: payloadOf(row.outputText, output),
    error: error ?? null,
    logs: lines.length === row.logLines ? lines : null,
  }
}

export type ReplayedCall = Pick<ReplayCall, 'replayed' | 'verdict' | 'reason' | 'diffs'> & { place: number }

/** Part of the step that made these calls. */
export async function recordReplayed(ctx: Changing, id: string, calls: readonly ReplayedCall[]): Promise<void> {
  // What is ignored may have changed while they ran. Locked: someone who changes it now must see their verdicts.
  const [replay] = await ctx.db.select({ ignore: replays.ignore }).from(replays).where(eq(replays.id, id)).for('share')
  for (const { place, ...call } of calls) {
    const { verdict } = withoutIgnored(call, replay?.ignore ?? [])
    // oxlint-disable-next-line no-await-in-loop -- a handful
    await ctx.db
      .update(replayCalls)
      .set({ ...call, verdict })
      .where(and(eq(replayCalls.replayId, id), eq(replayCalls.place, place)))
  }
}
