import { AlcoveError, invalid, ROLE_ACTIONS, type Grant, type PutGrant } from '@alcove/contract'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { inserted, type Put } from '../../database/put.ts'
import { grants } from '../../database/schema/index.ts'
import { grantedFunction } from './granted-function.ts'
import { grantOf, selectGrants } from './grant-of.ts'
import { subjectOf } from './subject-of.ts'
import { thisGrant } from './this-grant.ts'

type PutGrantInput = PutGrant & {
  /** An account's id or e-mail address, or `group:` and a name. */
  subject: string
}

export const putGrant = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PutGrantInput }): Promise<Put<Grant>> => {
  const { role } = input
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null
  requireWithinKey(ctx, input, expiresAt)
  return change(ctx, async (ctx) => {
    const now = ctx.platform.clock.now()
    if (expiresAt !== null && expiresAt.getTime() <= now) throw invalid('expiresAt', 'Must lie in the future')
    const subject = await subjectOf(ctx, input.subject)
    const functionId = await grantedFunction(ctx, input.function ?? null)
    const given = { role, expiresAt, grantedBy: nameOf(ctx.actor), grantedAt: new Date(now) }
    const { label, ...to } = subject
    const [put] = await ctx.db
      .insert(grants)
      .values({ spaceId: ctx.space.id, ...to, functionId, ...given })
      .onConflictDoUpdate({
        target: [grants.spaceId, grants.accountId, grants.groupId, grants.functionId],
        set: given,
      })
      .returning({ created: inserted })
    await ctx.change.audit('grants:put', label, {
      role,
      ...(input.function && { function: input.function }),
      ...(expiresAt && { expiresAt: expiresAt.toISOString() }),
    })
    ctx.change.accessChanged()
    const [row] = await selectGrants(ctx).where(thisGrant(ctx.space.id, subject, functionId))
    return { created: put!.created, value: grantOf(row!) }
  })
})

/** Whoever holds a key may hold an account too: what the key lacks must not be had that way, nor for longer. */
function requireWithinKey({ actor, space }: SpaceCtx, { role }: PutGrantInput, expiresAt: Date | null): void {
  if (actor.kind !== 'key') return
  const beyond = ROLE_ACTIONS[role].find((action) => !space.actions.has(action))
  if (beyond) {
    throw new AlcoveError('Forbidden', `This API key does not carry ${beyond}, which the role ${role} would give`)
  }
  if (actor.expiresAt !== null && (expiresAt === null || expiresAt.getTime() > actor.expiresAt)) {
    throw new AlcoveError('Forbidden', 'A grant made with an API key cannot outlive it: send an earlier expiresAt')
  }
}
