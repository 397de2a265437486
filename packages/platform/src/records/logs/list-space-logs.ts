import type { LogList, SpaceLogQuery } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { filterOfSpace } from './filter-of.ts'
import { findLines } from './find-lines.ts'
import { readableFunctions } from './readable-functions.ts'

/** Lines of all functions of the space that the caller may read, oldest or newest first. */
export const listSpaceLogs = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: SpaceLogQuery }): Promise<LogList> => {
  const filter = filterOfSpace(input)
  return ctx.platform.searches.run(ctx, async () =>
    findLines(ctx, { ...input, filter, functions: await readableFunctions(ctx) }),
  )
})
