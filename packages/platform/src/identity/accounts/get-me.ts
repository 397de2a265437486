import type { Me } from '@alcove/contract'
import { platformActions } from '../access/rights.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { requireActor } from '../access/require-actor.ts'

/** Who is calling, and what they may do on the installation. */
export const getMe = verb(async ({ ctx }: { ctx: Ctx; input: object }): Promise<Me> => {
  const actor = requireActor(ctx.actor)
  return {
    kind: actor.kind,
    id: actor.id,
    name: actor.name,
    email: actor.kind === 'account' ? actor.email : null,
    administrator: actor.administrator,
    actions: [...platformActions(actor)],
  }
})
