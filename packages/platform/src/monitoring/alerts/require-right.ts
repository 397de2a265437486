import type { AlertCondition } from '@alcove/contract'
import { authorize } from '../../identity/access/authorize.ts'
import type { SpaceCtx } from '../../kernel/context.ts'

/** Whoever has a value watched must be allowed to read it: costs are not for everyone who reads metrics. */
export async function requireRight(ctx: SpaceCtx, { type }: AlertCondition): Promise<void> {
  if (type === 'budget') await authorize({ ctx, action: 'usage:read', space: ctx.space.name })
  if (type === 'logs') await authorize({ ctx, action: 'logs:read', space: ctx.space.name })
}
