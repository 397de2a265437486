import { AlcoveError } from '@alcove/contract'
import type { Ctx } from '../context.ts'
import { requireActor } from '../access/require-actor.ts'

/** People manage their own keys; a key may do it for its owner if it carries keys:write. */
export function requireKeysWrite(ctx: Ctx): void {
  const actor = requireActor(ctx.actor)
  if (actor.kind === 'key' && actor.actions !== '*' && !actor.actions.includes('keys:write')) {
    throw new AlcoveError('Forbidden', 'Needs keys:write, which this API key does not carry')
  }
}
