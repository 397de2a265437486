import { notFound } from '@alcove/contract'
import { sinks } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { SINKS_JOB } from './signal.ts'
import { namedSink } from './sink-of.ts'

/** Deletes the sink with its cursors; what it delivered stays where it is. */
export const deleteSink = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { sink: string } }): Promise<void> => {
  await change(ctx, async (ctx) => {
    const deleted = await ctx.db.delete(sinks).where(namedSink(ctx, input.sink)).returning()
    if (!deleted[0]) throw notFound('sink', input.sink)
    await ctx.change.audit('sinks:delete', `sink ${input.sink}`, { before: deleted[0].config, after: null })
    ctx.change.jobQueued(SINKS_JOB)
  })
})
