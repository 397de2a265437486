import type { Me } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { accounts } from '../../database/schema/index.ts'
import { platformActions } from '../access/rights.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { requireActor } from '../access/require-actor.ts'

/** Who is calling, and what they may do on the installation. */
export const getMe = verb(async ({ ctx }: { ctx: Ctx; input: object }): Promise<Me> => {
  const actor = requireActor(ctx.actor)
  const [own] =
    actor.kind === 'account'
      ? await ctx.db
          .select({ language: accounts.language, theme: accounts.theme, timeZone: accounts.timeZone })
          .from(accounts)
          .where(eq(accounts.id, actor.id))
      : []
  return {
    kind: actor.kind,
    id: actor.id,
    name: actor.name,
    email: actor.kind === 'account' ? actor.email : null,
    administrator: actor.administrator,
    actions: [...platformActions(actor)],
    language: own?.language ?? null,
    theme: own?.theme ?? null,
    timeZone: own?.timeZone ?? null,
    mustEnroll: actor.kind === 'account' && actor.mustEnroll === true,
  }
})
