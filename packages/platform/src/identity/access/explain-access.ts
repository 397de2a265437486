import {
  AlcoveError,
  decide,
  explain,
  ROLES,
  type AccessAnswer,
  type AccessChange,
  type AccessQuery,
  type Asker,
  type Decision,
  type GrantFact,
  type SpaceFacts,
} from '@alcove/contract'
import { accountOf } from '../../kernel/actor.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { askedAbout, factsFor } from './asked-about.ts'
import { sourceOf } from './source-of.ts'

/** "Can A do B on C, and why": about anyone for who manages the space's grants, for others about themselves. */
export const explainAccess = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: AccessQuery }): Promise<AccessAnswer> => {
    const { action, function: fn = null } = input
    const mayAskAboutOthers = ctx.space.actions.has('grants:write')
    const about = await askedAbout(ctx, input).catch((error: unknown) => {
      // A caller who may not ask about others must not learn whether they exist.
      throw mayAskAboutOthers || input.account === undefined ? error : onlyAboutOneself()
    })
    const own = accountOf(about.actor) === accountOf(ctx.actor)
    if (!own && !mayAskAboutOthers) throw onlyAboutOneself()
    const space = await factsFor(ctx, ctx.space.id, about.actor)
    const now = ctx.platform.clock.now()
    const question: Question = { asker: about.asker, action, space, fn, now }
    const decision = answer(question)
    return {
      allowed: decision.allowed,
      because: explain(decision, action),
      rule: decision.because.rule,
      grant: grantIn(decision),
      subject: { kind: about.kind, id: about.id, name: about.name },
      action,
      function: fn,
      changes: changesTo(question, decision),
    }
  },
)

function onlyAboutOneself(): AlcoveError {
  return new AlcoveError('Forbidden', 'Needs grants:write, which the role admin has, to ask about others')
}

interface Question {
  asker: Asker
  action: AccessQuery['action']
  space: SpaceFacts
  fn: string | null
  now: number
}

function answer({ asker, action, space, fn, now }: Question): Decision {
  return decide(asker, action, { space, function: fn }, now)
}

function grantIn({ because }: Decision): AccessAnswer['grant'] {
  if ('grant' in because) return sourceOf(because.grant)
  return because.rule === 'noRole' && because.ended ? sourceOf(because.ended) : null
}

/** The same question after each change that could matter. */
function changesTo(question: Question, decision: Decision): AccessChange[] {
  const { asker, space, fn } = question
  const becomes = (part: Partial<Question>) => answer({ ...question, ...part }).allowed
  const withGrants = (grants: readonly GrantFact[]) => becomes({ space: { ...space, grants } })
  const changes: AccessChange[] = []
  if (asker.kind === 'inactive') return changes
  if (asker.kind === 'key' && decision.because.rule.startsWith('key')) {
    changes.push({
      change: 'widenKey',
      allowed: becomes({ asker: { kind: 'account', administrator: asker.administrator } }),
    })
  }
  const administrator = 'administrator' in asker && asker.administrator
  if (!administrator) {
    const { because } = decision
    if (because.rule === 'grant') {
      changes.push({ change: 'revoke', allowed: withGrants(space.grants.filter((grant) => grant !== because.grant)) })
    }
    // The least role that would do, or those below the present one that would not.
    const others = space.grants.filter(
      (grant) => grant.group !== null || (grant.function !== null && grant.function !== fn),
    )
    for (const role of ROLES) {
      const given: GrantFact = { role, function: null, expiresAt: null, group: null }
      changes.push({ change: 'role', role, allowed: withGrants([...others, given]) })
    }
    const visibility = space.visibility === 'public' ? 'private' : 'public'
    changes.push({ change: 'visibility', visibility, allowed: becomes({ space: { ...space, visibility } }) })
  }
  changes.push({ change: 'suspend', allowed: false })
  return changes
}
