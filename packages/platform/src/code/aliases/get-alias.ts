import type { Alias } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { aliasOf, readAlias } from './alias-of.ts'

export const getAlias = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; alias: string } }): Promise<Alias> => {
    const fn = await findFunction(ctx, input.fn)
    return aliasOf(await readAlias(ctx, fn.id, input.alias))
  },
)
