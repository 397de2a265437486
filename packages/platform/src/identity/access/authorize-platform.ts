import { AlcoveError, type Action } from '@alcove/contract'
import type { Ctx } from '../../kernel/context.ts'
import { platformActions } from './rights.ts'
import { requireActor } from './require-actor.ts'

/** Guards what concerns the whole installation. */
export function authorizePlatform({ ctx, action }: { ctx: Ctx; action: Action }): void {
  requireActor(ctx.actor)
  if (!platformActions(ctx.actor).has(action)) {
    throw new AlcoveError(
      'Forbidden',
      `Needs ${action}: sign in as an administrator, or use an API key of one that carries it`,
    )
  }
}
