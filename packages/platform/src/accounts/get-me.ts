import { AlcoveError, type Me } from '@alcove/contract'
import { platformActions } from '../access/rights.ts'
import { verb, type Ctx } from '../context.ts'

/** Who is calling, and what it may do outside of spaces. */
export const getMe = verb(async ({ ctx: { actor } }: { ctx: Ctx; input: object }): Promise<Me> => {
  if (actor.kind === 'anonymous') throw new AlcoveError('Unauthenticated', 'Sign in or send an API key')
  return {
    kind: actor.kind,
    id: actor.id,
    name: actor.name,
    email: actor.kind === 'account' ? actor.email : null,
    administrator: actor.administrator,
    actions: [...platformActions(actor)],
  }
})
