import { AlcoveError, type Action } from '@alcove/contract'
import type { Actor } from '../../kernel/actor.ts'

/**
 * What an API key needs for something that every account may do: an action it must carry, no binding to particular
 * spaces (`everySpace`), or nothing; `session`: no key will do.
 */
export type KeyNeed = Action | 'everySpace' | 'nothing' | 'session'

/** Accounts pass. A key passes only if it was made for this. @throws {AlcoveError} Forbidden */
export function requireOfKey(actor: Actor, need: KeyNeed): void {
  if (actor.kind !== 'key' || need === 'nothing') return
  if (need === 'session') throw new AlcoveError('Forbidden', 'Sign in to do this: an API key may not')
  if (need === 'everySpace') {
    if (actor.spaces === '*') return
    throw new AlcoveError(
      'Forbidden',
      'This concerns all spaces: use an API key that is not bound to particular spaces',
    )
  }
  if (actor.actions === '*' || actor.actions.includes(need)) return
  throw new AlcoveError('Forbidden', `Needs ${need}, which this API key does not carry`)
}
