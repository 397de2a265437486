import { AlcoveError, Name, type PutTrigger, type Trigger } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { requireExpected, type Expected } from '../kernel/require-expected.ts'
import { newId } from '../database/ids.ts'
import type { Put } from '../database/put.ts'
import { triggers } from '../database/schema/index.ts'
import { requireRoomFor } from '../usage/quotas/require-within.ts'
import { lockFunction } from '../spaces/find-function.ts'
import { requireQualifier } from '../spaces/require-qualifier.ts'
import { auditedTrigger } from './audited-trigger.ts'
import { kindOf } from './kinds/kinds.ts'
import type { StoredTrigger } from './stored-trigger.ts'
import { etagOfTrigger, readTrigger, triggersOf } from './trigger-of.ts'

export type PutTriggerInput = PutTrigger & {
  fn: string
  trigger: string
  /** ETags of the trigger that the caller has seen. */
  expected?: Expected | undefined
}

export const putTrigger = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutTriggerInput }): Promise<Put<Trigger>> => {
    const { fn: name, trigger, type, qualifier, enabled, config: sent, expected } = input
    if (!Name.safeParse(trigger).success)
      throw new AlcoveError('ValidationFailed', `"${trigger}" cannot name a trigger`)
    return change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, name)
      await requireQualifier(ctx, fn.id, qualifier)
      const [found] = await ctx.db
        .select()
        .from(triggers)
        .where(and(eq(triggers.functionId, fn.id), eq(triggers.name, trigger)))
      const before = (found ?? null) as StoredTrigger | null
      requireExpected(expected, before && etagOfTrigger(before), `The trigger ${trigger}`)
      if (before && before.type !== type) throw otherType(before, type)
      if (before === null) await requireRoomFor(ctx, 'triggers', fn)
      const now = new Date(ctx.platform.clock.now())
      const id = before?.id ?? newId(now.getTime())
      const kind = kindOf(type)
      const config = kind.stored?.(ctx, sent, before) ?? sent
      const after = { id, functionId: fn.id, name: trigger, type, qualifier, enabled, config } as StoredTrigger
      await kind.check?.(ctx, after, before)
      // A person decided whether it runs: what Alcove decided before no longer matters.
      const settings = {
        qualifier,
        enabled,
        config,
        updatedAt: now,
        ...(before?.enabled !== enabled && { pausedBy: null }),
      }
      if (before) await ctx.db.update(triggers).set(settings).where(eq(triggers.id, id))
      else await ctx.db.insert(triggers).values({ ...after, ...settings, createdAt: now })
      await kind.arm?.(ctx, after, before)
      const detail = { before: before && auditedTrigger(before), after: auditedTrigger(after) }
      await ctx.change.audit('triggers:put', `function ${name} trigger ${trigger}`, detail)
      ctx.change.reroute({ functionId: fn.id })
      const [put] = await triggersOf(ctx, name, [await readTrigger(ctx, fn.id, trigger)])
      return { created: before === null, value: put! }
    })
  },
)

/** A trigger of another type is a new trigger: earlier firings are not part of its history. */
function otherType(before: StoredTrigger, type: string): AlcoveError {
  const detail = `The trigger ${before.name} is of type ${before.type}. Delete it first, or give the ${type} trigger another name`
  return new AlcoveError('Conflict', detail)
}
