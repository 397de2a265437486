import {
  notFound,
  REPLAY_VERDICTS,
  withoutIgnored,
  type Replay,
  type ReplayCall,
  type ReplayDetail,
} from '@alcove/contract'
import { and, asc, desc, eq, inArray } from 'drizzle-orm'
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
    const calls = await callsOf(
      ctx,
      rows.map(({ replay }) => replay.id),
    )
    const items = rows.map((row) => summaryOf(replayOf(fn, row, calls.get(row.replay.id) ?? [])))
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
  return replayOf(fn, row, (await callsOf(ctx, [id])).get(id) ?? [])
}

async function callsOf(ctx: SpaceCtx, ids: string[]): Promise<Map<string, ReplayCall[]>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.db
    .select()
    .from(replayCalls)
    .where(inArray(replayCalls.replayId, ids))
    .orderBy(asc(replayCalls.replayId), asc(replayCalls.place))
  return Map.groupBy(rows, ({ replayId }) => replayId)
}

function summaryOf(replay: ReplayDetail): Replay {
  const { calls: _, ...summary } = replay
  return summary
}

type Row = { replay: typeof replays.$inferSelect; action: typeof backgroundActions.$inferSelect }

function replayOf(fn: Of, { replay, action }: Row, found: readonly ReplayCall[]): ReplayDetail {
  const { id, qualifier, version, outgoing, ignore } = replay
  const { state, stopping, total, startedBy, error } = action
  const calls = found.map(({ recorded, replayed, verdict, reason, diffs }) =>
    withoutIgnored({ recorded, replayed, verdict, reason, diffs }, ignore),
  )
  const count = (wanted: string) => calls.filter(({ verdict }) => verdict === wanted).length
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
    counts: Object.fromEntries(REPLAY_VERDICTS.map((verdict) => [verdict, count(verdict)])) as Replay['counts'],
    startedBy,
    startedAt: iso(action.startedAt),
    endedAt: isoOrNull(action.endedAt),
    error,
    calls,
  }
}
