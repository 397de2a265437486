import type { AlertCondition } from '@alcove/contract'
import { authorize } from '../../identity/access/authorize.ts'
import type { SpaceCtx } from '../../kernel/context.ts'

/** Requires the right to read the value that an alert watches: not everyone who reads metrics may see costs. */
export async function requireRight(ctx: SpaceCtx, { type }: AlertCondition): Promise<void> {
  if (type === 'budget') await authorize({ ctx, action: 'usage:read', space: ctx.space.name })
  if (type === 'logs') await authorize({ ctx, action: 'logs:read', space: ctx.space.name })
}
