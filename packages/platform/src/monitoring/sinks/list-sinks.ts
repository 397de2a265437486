import type { Page, Sink } from '@alcove/contract'
import { asc, eq } from 'drizzle-orm'
import { sinks } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findSink, sinksOf } from './sink-of.ts'

/** All sinks of the space by name; a space has few. */
export const listSinks = verb(async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<Page<Sink>> => {
  const rows = await ctx.db.select().from(sinks).where(eq(sinks.spaceId, ctx.space.id)).orderBy(asc(sinks.name))
  return { items: await sinksOf(ctx, rows), nextCursor: null }
})

export const getSink = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { sink: string } }): Promise<Sink> =>
    (await sinksOf(ctx, [await findSink(ctx, input.sink)]))[0]!,
)
