import { AlcoveError, decide, invalid, ROLE_ACTIONS, type Grant, type PutGrant } from '@alcove/contract'
import { nameOf } from '../../kernel/actor.ts'
import { changed } from '../../kernel/audit/changed.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { factsFor } from '../access/asked-about.ts'
import { inserted, type Put } from '../../database/put.ts'
import { grants } from '../../database/schema/index.ts'
import { grantedFunction } from './granted-function.ts'
import { etagOfGrant, grantOf, selectGrants } from './grant-of.ts'
import { subjectOf } from './subject-of.ts'
import { thisGrant } from './this-grant.ts'

type PutGrantInput = PutGrant & {
  /** An account's id or e-mail address, or `group:` and a name. */
  subject: string
  /** ETags of the grant that the caller has seen. */
  expected?: Expected | undefined
}

export const putGrant = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PutGrantInput }): Promise<Put<Grant>> => {
  const { role } = input
  const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null
  requireWithinKey(ctx, input)
  await requireNoLonger(ctx, expiresAt)
  return change(ctx, async (ctx) => {
    const now = ctx.platform.clock.now()
    if (expiresAt !== null && expiresAt.getTime() <= now) throw invalid('expiresAt', 'Must lie in the future')
    const subject = await subjectOf(ctx, input.subject)
    const functionId = await grantedFunction(ctx, input.function ?? null)
    const given = { role, expiresAt, grantedBy: nameOf(ctx.actor), grantedAt: new Date(now) }
    const { label, ...to } = subject
    const here = thisGrant(ctx.space.id, subject, functionId)
    const [before] = await ctx.db
      .select({ role: grants.role, expiresAt: grants.expiresAt })
      .from(grants)
      .where(here)
      .for('update')
    requireExpected(input.expected, before ? etagOfGrant(before) : null, `The grant of ${label}`)
    const [put] = await ctx.db
      .insert(grants)
      .values({ spaceId: ctx.space.id, ...to, functionId, ...given })
      .onConflictDoUpdate({
        target: [grants.spaceId, grants.accountId, grants.groupId, grants.functionId],
        set: given,
      })
      .returning({ created: inserted })
    const fn = input.function ?? null
    const was = before && { ...before, function: fn }
    await ctx.change.audit('grants:put', label, changed(was, { role, function: fn, expiresAt }))
    ctx.change.accessChanged()
    const [row] = await selectGrants(ctx).where(here)
    return { created: put!.created, value: grantOf(row!) }
  })
})

/** The holder of a key may have an account too: it must not get rights that the key lacks. */
function requireWithinKey({ actor, space }: SpaceCtx, { role }: PutGrantInput): void {
  if (actor.kind !== 'key') return
  const beyond = ROLE_ACTIONS[role].find((action) => !space.actions.has(action))
  if (beyond) {
    throw new AlcoveError('Forbidden', `This API key does not carry ${beyond}, which the role ${role} would give`)
  }
}

/** An admin for an hour, or a key that expires, must not grant itself permanent access. */
async function requireNoLonger(ctx: SpaceCtx, expiresAt: Date | null): Promise<void> {
  const { actor, platform } = ctx
  const space = await factsFor(ctx, ctx.space.id, actor)
  const { because } = decide(actor, 'grants:write', { space, function: null }, platform.clock.now())
  const ownEnd = (because.rule === 'grant' && because.grant.expiresAt) || Infinity
  const keyEnd = (actor.kind === 'key' && actor.expiresAt) || Infinity
  if ((expiresAt?.getTime() ?? Infinity) > Math.min(ownEnd, keyEnd)) {
    throw new AlcoveError('Forbidden', 'A grant cannot outlive the right that gives it: send an earlier expiresAt')
  }
}
