import { AlcoveError, decide, explain, type Action } from '@alcove/contract'
import type { Ctx } from '../../kernel/context.ts'
import { requireActor } from './require-actor.ts'

/** Guards what concerns the whole installation. */
export function authorizePlatform({ ctx, action }: { ctx: Ctx; action: Action }): void {
  requireActor(ctx.actor)
  const decision = decide(ctx.actor, action, null, ctx.platform.clock.now())
  if (!decision.allowed) throw new AlcoveError('Forbidden', explain(decision, action))
}
