import { notFound, type ReplayDetail } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { replays } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
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
      const target = `function ${fn.name} replay ${id}`
      await ctx.change.audit('replays:ignore', target, { before: found, after: { ignore } })
      return readReplay(ctx, fn, id)
    }),
)
