import { AlcoveError, type Action } from '@alcove/contract'
import type { Ctx } from '../../kernel/context.ts'
import { platformActions } from './rights.ts'
import { requireActor } from './require-actor.ts'

/** The gate to what concerns the whole installation. */
export function authorizePlatform({ ctx, action }: { ctx: Ctx; action: Action }): void {
  requireActor(ctx.actor)
  if (!platformActions(ctx.actor).has(action)) {
    throw new AlcoveError('Forbidden', `Needs ${action}, which administrators have, and their API keys that name it`)
  }
}
