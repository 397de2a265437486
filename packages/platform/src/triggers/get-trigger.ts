import type { Trigger } from '@alcove/contract'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { findFunction } from '../spaces/find-function.ts'
import { readTrigger, triggersOf } from './trigger-of.ts'

export const getTrigger = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; trigger: string } }): Promise<Trigger> => {
    const fn = await findFunction(ctx, input.fn)
    const [trigger] = await triggersOf(ctx, fn.name, [await readTrigger(ctx, fn.id, input.trigger)])
    return trigger!
  },
)
