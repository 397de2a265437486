import type { DraftBuild } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { buildOf } from './build-of.ts'
import { findBuild } from './find-build.ts'

export const getBuild = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<DraftBuild> => {
  const build = await findBuild(ctx, input.fn)
  return { build: build && { ...buildOf(build), log: build.log } }
})
