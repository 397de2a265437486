import type { LogList, SpaceLogQuery } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { filterOf, filterOfSpace } from './filter-of.ts'
import { findLines } from './find-lines.ts'
import { readableFunctions } from './readable-functions.ts'
import { withCallsOf } from './with-calls-of.ts'

/** Lines of all functions of the space that the caller may read, oldest or newest first. */
export const listSpaceLogs = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: SpaceLogQuery }): Promise<LogList> => {
  const text = filterOf(input.q)
  return ctx.platform.searches.run(ctx, async () => {
    const filter = filterOfSpace(input, await withCallsOf(ctx, input, text))
    return findLines(ctx, { ...input, filter, functions: await readableFunctions(ctx) })
  })
})
