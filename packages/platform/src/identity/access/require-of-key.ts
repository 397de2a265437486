import { AlcoveError, type Action } from '@alcove/contract'
import type { Actor } from '../../kernel/actor.ts'

/**
 * What an API key needs for something that every account may do: an action that it carries, to be bound to no space
 * (`everySpace`), or nothing.
 */
export type KeyNeed = Action | 'everySpace' | 'nothing'

/** People may do what their account may; a key only what it was made for. @throws {AlcoveError} Forbidden */
export function requireOfKey(actor: Actor, need: KeyNeed): void {
  if (actor.kind !== 'key' || need === 'nothing') return
  if (need === 'everySpace') {
    if (actor.spaces === '*') return
    throw new AlcoveError('Forbidden', 'This is about all spaces: use an API key that is bound to none')
  }
  if (actor.actions === '*' || actor.actions.includes(need)) return
  throw new AlcoveError('Forbidden', `Needs ${need}, which this API key does not carry`)
}
