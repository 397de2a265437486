import { notFound, type Instance, type InstanceRecord, type Page, type PageQuery } from '@alcove/contract'
import { and, desc, eq, sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { pageFrom } from '../../database/cursor.ts'
import { instances } from '../../database/schema/index.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { instanceOf, recordOf } from './instance-of.ts'
import { cursorOf, following, newestFirst, placeOf, type Place } from './newest-first.ts'

export type ListInstancesInput = PageQuery & {
  fn: string
  state?: 'live' | 'ended' | undefined
  /** The instances that the engine reports as running, of all functions. */
  live: readonly InstanceRecord[]
}

/** A function's instances, newest first: running and ended ones in one list. */
export const listInstances = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: ListInstancesInput }): Promise<Page<Instance>> => {
    const { id } = await findFunction(ctx, input.fn)
    const route = ctx.platform.routes.byId(id)
    if (!route) throw notFound('function', input.fn)
    const place = placeOf(input.cursor)
    const live = input.state === 'ended' ? [] : input.live.filter(({ functionId }) => functionId === id)
    const ended = input.state === 'live' ? [] : await readEnded(ctx, id, place, input.limit + 1)
    const records = new Map(following(live, place).map((record) => [record.id, record]))
    // An instance that ended meanwhile is in both lists: the record of its end wins.
    for (const record of ended) records.set(record.id, record)
    const found = [...records.values()].sort(newestFirst).slice(0, input.limit + 1)
    return pageFrom(found, input.limit, cursorOf, (record) => instanceOf(route, record))
  },
)

async function readEnded(
  ctx: SpaceCtx,
  functionId: string,
  place: Place | null,
  limit: number,
): Promise<InstanceRecord[]> {
  const after =
    place && sql`(${instances.startedAt}, ${instances.id}) < (${new Date(place.startedAt).toISOString()}, ${place.id})`
  const rows = await ctx.db
    .select()
    .from(instances)
    .where(and(eq(instances.functionId, functionId), after ?? undefined))
    .orderBy(desc(instances.startedAt), desc(instances.id))
    .limit(limit)
  return rows.map(recordOf)
}
