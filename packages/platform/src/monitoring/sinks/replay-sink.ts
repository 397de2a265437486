import { AlcoveError, invalid, type BackgroundAction, type ReplaySink } from '@alcove/contract'
import { startBackgroundAction } from '../../jobs/background/start-background-action.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { DATASETS } from './read/datasets.ts'
import { readWaiting } from './read/waiting.ts'
import { findSink } from './sink-of.ts'

export interface ReplayDetail extends ReplaySink {
  sink: string
  sinkId: string
}

/** Sends the records of a past range again, with the ids they had; the cursors stay where they are. */
export const replaySink = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: ReplaySink & { sink: string } }): Promise<BackgroundAction> => {
    const { sink: name, from, to } = input
    if (Date.parse(to) > ctx.platform.clock.now()) throw invalid('to', 'Must be in the past')
    return change(ctx, async (ctx) => {
      const sink = await findSink(ctx, name)
      if (sink.paused || sink.stopped) throw new AlcoveError('Conflict', 'The sink delivers nothing: resume it first')
      let total = 0
      for (const dataset of sink.datasets) {
        const { positionAt } = DATASETS[dataset]
        // oxlint-disable-next-line no-await-in-loop -- one connection
        const [all, after] = [
          await readWaiting(ctx, dataset, positionAt(Date.parse(from))),
          await readWaiting(ctx, dataset, positionAt(Date.parse(to))),
        ]
        total += Math.max(0, all.count - after.count)
      }
      const detail: ReplayDetail = { sink: name, sinkId: sink.id, from, to }
      return startBackgroundAction(ctx, { kind: 'sinks.replay', total, detail: { ...detail } })
    })
  },
)
