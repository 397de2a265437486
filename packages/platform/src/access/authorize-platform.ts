import { AlcoveError, type Action } from '@alcove/contract'
import type { Ctx } from '../context.ts'
import { platformActions } from './rights.ts'

/** The gate to what concerns the whole installation. */
export function authorizePlatform({ ctx, action }: { ctx: Ctx; action: Action }): void {
  if (ctx.actor.kind === 'anonymous') throw new AlcoveError('Unauthenticated', 'Sign in or send an API key')
  if (!platformActions(ctx.actor).has(action)) {
    throw new AlcoveError('Forbidden', `Needs ${action}, which administrators have, and their API keys that name it`)
  }
}
