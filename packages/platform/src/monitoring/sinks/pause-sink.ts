import { notFound, type Sink } from '@alcove/contract'
import { sinks } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { queueSink } from './queue-sink.ts'
import { namedSink, sinksOf } from './sink-of.ts'

/** Delivers nothing until it is resumed: records wait for as long as the space keeps them. */
export const pauseSink = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { sink: string } }): Promise<Sink> =>
  write(ctx, input.sink, true),
)

/** Goes on from where it was, also after failures stopped it. */
export const resumeSink = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { sink: string } }): Promise<Sink> =>
  write(ctx, input.sink, false),
)

function write(ctx: SpaceCtx, name: string, paused: boolean): Promise<Sink> {
  return change(ctx, async (ctx) => {
    const [row] = await ctx.db
      .update(sinks)
      .set({ paused, ...(!paused && { stopped: false, attempts: 0, nextAttemptAt: null }) })
      .where(namedSink(ctx, name))
      .returning()
    if (!row) throw notFound('sink', name)
    if (!paused) await queueSink(ctx, row.id)
    await ctx.change.audit(paused ? 'sinks:pause' : 'sinks:resume', `sink ${name}`)
    return (await sinksOf(ctx, [row]))[0]!
  })
}
