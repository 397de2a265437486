import { notFound, withoutIgnored, type ReplayDetail } from '@alcove/contract'
import { and, eq, inArray } from 'drizzle-orm'
import { replayCalls, replays } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type SpaceCtx } from '../../kernel/context.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { readReplay } from './get-replay.ts'

/** Compares again without these paths. Nothing runs for it. */
export const patchReplay = verb(
  async ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: { fn: string; replay: string; ignore: string[] }
  }): Promise<ReplayDetail> =>
    change(ctx, async (ctx) => {
      const { replay: id, ignore } = input
      const fn = await lockFunction(ctx, input.fn)
      const here = and(eq(replays.functionId, fn.id), eq(replays.id, id))
      const [found] = await ctx.db.select({ ignore: replays.ignore }).from(replays).where(here)
      if (!found) throw notFound('replay', id)
      await ctx.db.update(replays).set({ ignore }).where(here)
      await judgeAgain(ctx, id, ignore)
      const target = `function ${fn.name} replay ${id}`
      await ctx.change.audit('replays:ignore', target, { before: found, after: { ignore } })
      return readReplay(ctx, fn, id)
    }),
)

/** Verdicts are stored, so that a list of replays can count them without their differences. */
async function judgeAgain(ctx: Changing, id: string, ignore: readonly string[]): Promise<void> {
  const calls = await ctx.db
    .select({ place: replayCalls.place, verdict: replayCalls.verdict, diffs: replayCalls.diffs })
    .from(replayCalls)
    .where(and(eq(replayCalls.replayId, id), inArray(replayCalls.verdict, ['same', 'differs'])))
  for (const verdict of ['same', 'differs'] as const) {
    const changed = calls.filter((call) => call.verdict !== verdict && withoutIgnored(call, ignore).verdict === verdict)
    const places = changed.map(({ place }) => place)
    // oxlint-disable-next-line no-await-in-loop -- two statements
    await ctx.db
      .update(replayCalls)
      .set({ verdict })
      .where(and(eq(replayCalls.replayId, id), inArray(replayCalls.place, places)))
  }
}
