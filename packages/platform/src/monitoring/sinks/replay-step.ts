import type { SinkDataset } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import type { BackgroundStep } from '../../jobs/background/background-kind.ts'
import { sinks, spaces } from '../../database/schema/index.ts'
import { authorize } from '../../identity/access/authorize.ts'
import { openDestination } from './destinations/open-destination.ts'
import { DATASETS, readRecords } from './read/datasets.ts'
import type { ReplayDetail } from './replay-sink.ts'
import { opened } from './test-sink.ts'

const AT_A_TIME = 500

/** Sends the next records. The position is the dataset and where in it to go on. */
export const replayStep: BackgroundStep = async (ctx, action) => {
  const { sinkId, from, to } = action.detail as unknown as ReplayDetail
  const [found] = await ctx.db
    .select({ sink: sinks, space: spaces.name })
    .from(sinks)
    .innerJoin(spaces, eq(spaces.id, sinks.spaceId))
    .where(eq(sinks.id, sinkId))
  // The sink was deleted.
  if (!found) return { done: 0, position: null }
  const { type, config, sealed, datasets } = found.sink
  const [dataset, ...rest] = (action.position ?? datasets[0]!).split(' ') as [SinkDataset, ...string[]]
  const after = rest.length > 0 ? rest.join(' ') : DATASETS[dataset].positionAt(Date.parse(from))
  const here = await authorize({ ctx, action: 'logs:read', space: found.space })
  const before = Math.min(Date.parse(to), ctx.platform.clock.now() - DATASETS[dataset].graceMs)
  const { records, position, more } = await readRecords(here, dataset, { after, before, limit: AT_A_TIME })
  if (records.length > 0) {
    const destination = await openDestination(here, { type, config, secret: opened(ctx, sealed) })
    try {
      await destination.write(dataset, records)
    } finally {
      await destination.close()
    }
  }
  const next = datasets[datasets.indexOf(dataset) + 1]
  return { done: records.length, position: more ? `${dataset} ${position}` : (next ?? null) }
}
