import { AlcoveError } from '@alcove/contract'
import type { Actor } from '../../kernel/actor.ts'

export type KnownActor = Exclude<Actor, { kind: 'anonymous' | 'platform' | 'function' }>

/** For requests that every account and key may make. @throws {AlcoveError} Unauthenticated */
export function requireActor(actor: Actor): KnownActor {
  if (actor.kind === 'anonymous' || actor.kind === 'platform' || actor.kind === 'function') {
    throw new AlcoveError('Unauthenticated', 'Sign in or send an API key')
  }
  return actor
}
