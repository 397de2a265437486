import type { DuplicateFunction, FunctionDetail } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { drafts, functions, tests } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import { authorize } from '../../identity/access/authorize.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { requireMemoryWithin, requireRoomForCode, requireRoomForFunction } from '../../usage/quotas/require-within.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { readFunction } from './get-function.ts'

/**
 * Makes another function of the same space from a draft, with its secrets, its tests and how its tasks run. Triggers,
 * destinations, versions and quotas stay with the first: a copy starts nothing twice.
 */
export const duplicateFunction = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: DuplicateFunction & { fn: string } }): Promise<FunctionDetail> => {
    // A right to the first function alone makes no others.
    await authorize({ ctx, action: 'functions:write', space: ctx.space.name })
    return change(ctx, async (ctx) => {
      await requireRoomForFunction(ctx)
      const from = await lockFunction(ctx, input.fn)
      const [draft] = await ctx.db.select().from(drafts).where(eq(drafts.functionId, from.id))
      const cases = await ctx.db.select().from(tests).where(eq(tests.functionId, from.id))
      await requireMemoryWithin(ctx, draft!.configuration.memoryMb)
      await requireRoomForCode(ctx, draft!.codeBytes)
      const now = new Date(ctx.platform.clock.now())
      const id = newId(now.getTime())
      const times = { createdAt: now, updatedAt: now }
      const { spaceId, description, rightSizing, async, testSettings } = from
      await ctx.db.insert(functions).values({
        id,
        spaceId,
        name: input.name,
        description,
        rightSizing,
        async,
        // Its gate names aliases of the first.
        testSettings: { ...testSettings, gate: [] },
        ...times,
      })
      await ctx.db
        .insert(drafts)
        .values({ ...draft!, functionId: id, savedAt: now, savedBy: nameOf(ctx.actor), change: null })
      if (cases.length > 0)
        await ctx.db.insert(tests).values(cases.map((each) => ({ ...each, functionId: id, ...times })))
      await ctx.change.audit('functions:create', `function ${input.name}`, {
        before: null,
        after: { duplicateOf: input.fn },
      })
      ctx.change.reroute({ functionId: id })
      return readFunction(ctx, input.name)
    })
  },
)
