import { AlcoveError } from '@alcove/contract'
import type { Ctx } from '../context.ts'

/** People manage their own keys; a key may do it for its owner if it carries keys:write. */
export function requireKeysWrite({ actor }: Ctx): void {
  if (actor.kind === 'anonymous') throw new AlcoveError('Unauthenticated', 'Sign in or send an API key')
  if (actor.kind === 'key' && actor.actions !== '*' && !actor.actions.includes('keys:write')) {
    throw new AlcoveError('Forbidden', 'Needs keys:write, which this API key does not carry')
  }
}
