import type { SinkDataset } from '@alcove/contract'
import { and, eq, inArray } from 'drizzle-orm'
import { sinkLate } from '../../../database/schema/index.ts'
import type { SpaceCtx } from '../../../kernel/context.ts'
import { readableFunctions } from '../../../records/logs/readable-functions.ts'
import { readById } from './datasets.ts'
import { recordOfLine } from './read-lines.ts'
import type { SinkRecord } from './sink-record.ts'

interface Late {
  /** All that were read. */
  ids: string[]
  records: SinkRecord[]
}

/** Records that the cursor passed before they were stored. Those still ahead of it come with the others. */
export async function readLate(
  ctx: SpaceCtx,
  { sinkId, dataset, position, limit }: { sinkId: string; dataset: SinkDataset; position: string; limit: number },
): Promise<Late> {
  const rows = await ctx.db
    .select()
    .from(sinkLate)
    .where(and(eq(sinkLate.sinkId, sinkId), eq(sinkLate.dataset, dataset)))
    .limit(limit)
  const passed = rows.filter(({ id }) => id <= position)
  const ids = rows.map(({ id }) => id)
  if (passed.length === 0) return { ids, records: [] }
  if (dataset !== 'logs')
    return {
      ids,
      records: await readById(
        ctx,
        dataset,
        passed.map(({ id }) => id),
      ),
    }
  const functions = await readableFunctions(ctx)
  return {
    ids,
    records: passed.flatMap(({ record }) => {
      const { functionId, time, ...line } = record as { id: string; functionId: string; time: number }
      const fn = functions.get(functionId)
      return fn === undefined ? [] : [recordOfLine(ctx, { ...line, function: fn, time: new Date(time).toISOString() })]
    }),
  }
}

export async function dropLate(ctx: SpaceCtx, sinkId: string, dataset: SinkDataset, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await ctx.db
    .delete(sinkLate)
    .where(and(eq(sinkLate.sinkId, sinkId), eq(sinkLate.dataset, dataset), inArray(sinkLate.id, ids)))
}
