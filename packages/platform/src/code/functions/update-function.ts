import {
  parametersSummary,
  type FunctionConfiguration,
  type FunctionDetail,
  type UpdateFunction,
} from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { queueBuildOf } from '../builds/queue-build.ts'
import { authorize } from '../../identity/access/authorize.ts'
import { changed } from '../../kernel/audit/changed.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { drafts, functions } from '../../database/schema/index.ts'
import { requireMemoryWithin } from '../../usage/quotas/require-within.ts'
import { revisionOf } from '../packages/revision-of.ts'
import { configurationOf, tmpMbFor } from './configuration.ts'
import { followName } from './follow-name.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { etagOfFunction, readFunction } from './get-function.ts'
import { sealSecrets } from './seal-secrets.ts'

type UpdateFunctionInput = UpdateFunction & {
  fn: string
  /** ETags of the function that the caller has seen. */
  expected?: Expected | undefined
}

/**
 * Name, description and right-sizing belong to the function. Everything else belongs to the draft and reaches callers
 * when published.
 */
export const updateFunction = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: UpdateFunctionInput }): Promise<FunctionDetail> => {
    const { fn: current, name = current, description, rightSizing, expected, ...given } = input
    const { clock, sealer } = ctx.platform
    // Names belong to the space: what calls this one finds it by its name.
    if (name !== current) await authorize({ ctx, action: 'functions:write', space: ctx.space.name })
    return change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, current)
      const [draft] = await ctx.db.select().from(drafts).where(eq(drafts.functionId, fn.id))
      requireExpected(expected, etagOfFunction({ ...draft!, ...fn }), `The function ${current}`)
      await requireMemoryWithin(ctx, given.memoryMb, fn.id)
      await requireReadableLayers(ctx, given.layers, draft!.configuration.layers)
      await ctx.db
        .update(functions)
        .set({
          name,
          description: description ?? fn.description,
          rightSizing: rightSizing ?? fn.rightSizing,
          updatedAt: new Date(clock.now()),
        })
        .where(eq(functions.id, fn.id))
      if (name !== current) await followName(ctx, current, name)
      const settings = { ...tmpWithin(given, draft!.configuration), ...given }
      if (Object.keys(settings).length > 0) {
        const secrets = sealSecrets(sealer, draft!.secrets, settings.secrets ?? {})
        const scaling = { ...draft!.configuration.scaling, ...settings.scaling }
        const configuration = configurationOf(sealer, { ...draft!.configuration, ...settings, scaling }, secrets)
        const { codeHash } = draft!
        const revision = revisionOf({ codeHash, configuration, secrets })
        const builtAnew = settings.runtime !== undefined || settings.layers !== undefined
        const buildKey = builtAnew ? await queueBuildOf(ctx, { codeHash, configuration }) : draft!.buildKey
        await ctx.db
          .update(drafts)
          .set({ configuration, secrets, revision, buildKey })
          .where(eq(drafts.functionId, fn.id))
      }
      await ctx.change.audit(
        'functions:update',
        `function ${current}`,
        changed(
          {
            name: current,
            description: fn.description,
            rightSizing: fn.rightSizing,
            ...shownOf({ parameters: null, ...draft!.configuration, secrets: undefined }),
          },
          { ...(name !== current && { name }), description, rightSizing, ...shownOf(settings) },
        ),
      )
      ctx.change.reroute({ functionId: fn.id })
      // Grants and keys that are for one function name it.
      if (name !== current) ctx.change.accessChanged()
      return readFunction(ctx, name)
    })
  },
)

/** Layers belong to the space, and the function reads their code: who adds one must be allowed to read them. */
async function requireReadableLayers(
  ctx: SpaceCtx,
  given: FunctionConfiguration['layers'] = [],
  known: FunctionConfiguration['layers'],
): Promise<void> {
  if (given.every(({ layer }) => known.some((one) => one.layer === layer))) return
  await authorize({ ctx, action: 'functions:read', space: ctx.space.name })
}

/** With memory below the size of /tmp, /tmp could never fill up: unless the request sets it, it shrinks too. */
function tmpWithin({ memoryMb }: Partial<UpdateFunction>, { tmpMb }: FunctionConfiguration): { tmpMb?: number } {
  return memoryMb !== undefined && tmpMb >= memoryMb ? { tmpMb: tmpMbFor(memoryMb) } : {}
}

/**
 * What the audit trail shows: which variables and secrets were set, without their values, as those of variables may be
 * secret too; of parameters the types, since a whole schema would be too long to read.
 */
function shownOf({ environment, secrets, parameters, ...shown }: Partial<UpdateFunction>): Record<string, unknown> {
  const names = (kept: (value: string | null) => boolean) =>
    Object.entries(secrets ?? {}).flatMap(([name, value]) => (kept(value) ? [name] : []))
  return {
    ...shown,
    ...(parameters !== undefined && { parameters: parametersSummary(parameters) }),
    ...(environment && { environment: Object.keys(environment) }),
    ...(secrets && {
      secretsSet: names((value) => value !== null),
      secretsRemoved: names((value) => value === null),
    }),
  }
}
