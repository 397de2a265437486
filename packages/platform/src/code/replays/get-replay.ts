import {
  notFound,
  REPLAY_VERDICTS,
  withoutIgnored,
  type Replay,
  type ReplayDetail,
  type ReplayVerdict,
} from '@alcove/contract'
import { and, asc, count, desc, eq, inArray } from 'drizzle-orm'
import { iso, isoOrNull } from '../../database/connect.ts'
import { backgroundActions, replayCalls, replays } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findFunction } from '../../spaces/find-function.ts'

interface Of {
  id: string
  name: string
}

const SHOWN = 50

export const getReplay = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; replay: string } }): Promise<ReplayDetail> =>
    readReplay(ctx, await findFunction(ctx, input.fn), input.replay),
)

/** The last ones, newest first. They are kept for 30 days. */
export const listReplays = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<{ items: Replay[]; nextCursor: null }> => {
    const fn = await findFunction(ctx, input.fn)
    const rows = await ctx.db
      .select({ replay: replays, action: backgroundActions })
      .from(replays)
      .innerJoin(backgroundActions, eq(backgroundActions.id, replays.id))
      .where(and(eq(replays.functionId, fn.id), eq(backgroundActions.spaceId, ctx.space.id)))
      .orderBy(desc(replays.id))
      .limit(SHOWN)
    const ids = rows.map(({ replay }) => replay.id)
    // Counted by the database: the differences of fifty replays are megabytes.
    const counted = await ctx.db
      .select({ id: replayCalls.replayId, verdict: replayCalls.verdict, calls: count() })
      .from(replayCalls)
      .where(inArray(replayCalls.replayId, ids))
      .groupBy(replayCalls.replayId, replayCalls.verdict)
    const items = rows.map((row) => summaryOf(fn, row, (verdict) => callsIn(counted, row.replay.id, verdict)))
    return { items, nextCursor: null }
  },
)

export async function readReplay(ctx: SpaceCtx, fn: Of, id: string): Promise<ReplayDetail> {
  const [row] = await ctx.db
    .select({ replay: replays, action: backgroundActions })
    .from(replays)
    .innerJoin(backgroundActions, eq(backgroundActions.id, replays.id))
    .where(and(eq(replays.functionId, fn.id), eq(backgroundActions.spaceId, ctx.space.id), eq(replays.id, id)))
  if (!row) throw notFound('replay', id)
  const rows = await ctx.db
    .select()
    .from(replayCalls)
    .where(eq(replayCalls.replayId, id))
    .orderBy(asc(replayCalls.place))
  const calls = rows.map(({ recorded, replayed, verdict, reason, diffs }) =>
    withoutIgnored({ recorded, replayed, verdict, reason, diffs }, row.replay.ignore),
  )
  const of = (wanted: ReplayVerdict) => calls.filter(({ verdict }) => verdict === wanted).length
  return { ...summaryOf(fn, row, of), calls }
}

interface Counted {
  id: string
  verdict: ReplayVerdict
  calls: number
}

const callsIn = (counted: readonly Counted[], replay: string, wanted: ReplayVerdict) =>
  counted.find(({ id, verdict }) => id === replay && verdict === wanted)?.calls ?? 0

type Row = { replay: typeof replays.$inferSelect; action: typeof backgroundActions.$inferSelect }

function summaryOf(fn: Of, { replay, action }: Row, calls: (verdict: ReplayVerdict) => number): Replay {
  const { id, qualifier, version, outgoing, ignore } = replay
  const { state, stopping, total, startedBy, error } = action
  return {
    id,
    function: fn.name,
    qualifier,
    version,
    outgoing,
    ignore,
    state,
    stopping,
    total,
    counts: Object.fromEntries(REPLAY_VERDICTS.map((verdict) => [verdict, calls(verdict)])) as Replay['counts'],
    startedBy,
    startedAt: iso(action.startedAt),
    endedAt: isoOrNull(action.endedAt),
    error,
  }
}
