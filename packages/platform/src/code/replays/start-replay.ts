import {
  REFUSED_STATUSES,
  REPLAY_LIMITS,
  invalid,
  type Invocation,
  type ReplayDetail,
  type StartReplay,
} from '@alcove/contract'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { startBackgroundAction } from '../../jobs/background/start-background-action.ts'
import { functions, invocations, replayCalls, replays } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { invocationOf, LISTED } from '../../records/invocations/invocation-of.ts'
import { listInvocations } from '../../records/invocations/list-invocations.ts'
import { readableHere } from '../../records/invocations/readable-here.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { requireQualifier } from '../../spaces/require-qualifier.ts'
import { readReplay } from './get-replay.ts'

interface StartInput extends StartReplay {
  fn: string
  /** What the qualifier means now. */
  version: number | null
}

/** Begins to run recorded calls again, in the background. Those that cannot be are listed with the reason. */
export const startReplay = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: StartInput }): Promise<ReplayDetail> => {
  const { qualifier, version, outgoing, ignore } = input
  const fn = await findFunction(ctx, input.fn)
  await requireQualifier(ctx, fn.id, qualifier)
  const calls = await chosen(ctx, fn.id, input)
  if (calls.length === 0) throw invalid('invocations', 'No recorded call of this function matches')
  const inputs = await inputsOf(ctx, calls)
  const rows = calls.map((call, place) => {
    const reason = whyNot(call, inputs.get(call.id))
    return {
      place,
      recorded: recordedOf(call),
      reason,
      verdict: reason === null ? ('waiting' as const) : ('skipped' as const),
    }
  })
  const total = rows.filter(({ reason }) => reason === null).length
  const detail = { function: fn.name, qualifier, outgoing }
  return change(ctx, async (ctx) => {
    const { id } = await startBackgroundAction(ctx, { kind: 'functions.replay', total, detail })
    await ctx.db.insert(replays).values({ id, functionId: fn.id, qualifier, version, outgoing, ignore })
    await ctx.db.insert(replayCalls).values(rows.map((row) => ({ ...row, replayId: id, diffs: [] })))
    return readReplay(ctx, fn, id)
  })
})

/** In the order in which they were made. */
async function chosen(ctx: SpaceCtx, functionId: string, input: StartInput): Promise<Invocation[]> {
  if (input.invocations === undefined) {
    // A filter that names a test or a replay means it.
    const callersOnly = input.filter?.triggerName === undefined
    const query = { ...input.filter, limit: REPLAY_LIMITS.calls, function: input.fn, callersOnly }
    const { items } = await listInvocations({ ctx, input: query })
    return items.toReversed()
  }
  const rows = await ctx.db
    .select(LISTED)
    .from(invocations)
    .innerJoin(functions, eq(functions.id, invocations.functionId))
    .where(
      and(
        eq(invocations.spaceId, ctx.space.id),
        eq(invocations.functionId, functionId),
        inArray(invocations.id, input.invocations),
        readableHere(ctx),
      ),
    )
    .orderBy(invocations.id)
  return rows.map((row) => invocationOf(ctx, row))
}

interface RecordedInput {
  encoding: string | null
  truncated: boolean
}

async function inputsOf(ctx: SpaceCtx, calls: readonly Invocation[]): Promise<Map<string, RecordedInput>> {
  const rows = await ctx.db
    .select({
      id: invocations.id,
      // A payload that is valid text is recorded as its text only.
      encoding: sql<string | null>`coalesce(
        ${invocations.extras} #>> '{input,encoding}',
        case when ${invocations.inputText} is not null then 'utf8' end)`,
      truncated: sql<boolean>`coalesce((${invocations.extras} #>> '{input,truncated}')::boolean, false)`,
    })
    .from(invocations)
    .where(
      and(
        eq(invocations.spaceId, ctx.space.id),
        inArray(
          invocations.id,
          calls.map(({ id }) => id),
        ),
      ),
    )
  return new Map(rows.map(({ id, ...input }) => [id, input]))
}

function whyNot({ status }: Invocation, input: RecordedInput | undefined): string | null {
  if (REFUSED_STATUSES.includes(status)) return 'It was refused before it ran'
  if (!input || input.encoding === null) return 'No input was recorded'
  if (input.truncated) return 'Its input was cut at 64 KB'
  return input.encoding === 'utf8' ? null : 'Its input is not text'
}

const recordedOf = ({ id, status, startedAt, durationMs, httpStatus, version, summary }: Invocation) => ({
  invocation: id,
  status,
  startedAt,
  durationMs,
  httpStatus,
  version,
  summary,
})
