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

/** Goes on from where it was, also after failures stopped it. One that waits to try again tries now. */
export const resumeSink = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { sink: string } }): Promise<Sink> =>
  write(ctx, input.sink, false),
)

function write(ctx: SpaceCtx, name: string, paused: boolean): Promise<Sink> {
  return change(ctx, async (ctx) => {
    const here = namedSink(ctx, name)
    const [was] = await ctx.db.select().from(sinks).where(here).for('update')
    if (!was) throw notFound('sink', name)
    const resumed = !paused && (was.paused || was.stopped)
    const [row] = await ctx.db
      .update(sinks)
      .set({
        paused,
        ...(!paused && { stopped: false, nextAttemptAt: null }),
        // Failures of before say nothing of now; those of one that only waits still count.
        ...(resumed && { attempts: 0, lastError: null, lastErrorAt: null }),
      })
      .where(here)
      .returning()
    if (!paused) await queueSink(ctx, was.id)
    await ctx.change.audit(paused ? 'sinks:pause' : 'sinks:resume', `sink ${name}`)
    return (await sinksOf(ctx, [row!]))[0]!
  })
}
