import { AlcoveError, Name, type PutTrigger, type Trigger } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../kernel/change.ts'
import { verb, type Changing, type SpaceCtx } from '../kernel/context.ts'
import { newId } from '../database/ids.ts'
import { inserted, type Put } from '../database/put.ts'
import { aliases, triggers, versions } from '../database/schema/index.ts'
import { lockFunction } from '../spaces/find-function.ts'
import { readTrigger, triggerOf } from './trigger-of.ts'

export type PutTriggerInput = PutTrigger & { fn: string; trigger: string }

export const putTrigger = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutTriggerInput }): Promise<Put<Trigger>> => {
    const { fn: name, trigger, type, qualifier, enabled, config } = input
    if (!Name.safeParse(trigger).success)
      throw new AlcoveError('ValidationFailed', `"${trigger}" cannot name a trigger`)
    return change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, name)
      await requireQualifier(ctx, fn.id, qualifier)
      const now = new Date(ctx.platform.clock.now())
      const settings = { type, qualifier, enabled, config, updatedAt: now }
      const [put] = await ctx.db
        .insert(triggers)
        .values({ id: newId(now.getTime()), functionId: fn.id, name: trigger, ...settings, createdAt: now })
        .onConflictDoUpdate({ target: [triggers.functionId, triggers.name], set: settings })
        .returning({ created: inserted })
      await ctx.change.audit('triggers:put', `function ${name} trigger ${trigger}`, {
        type,
        qualifier,
        enabled,
        config,
      })
      ctx.change.reroute({ functionId: fn.id })
      return { created: put!.created, value: triggerOf(ctx, name, await readTrigger(ctx, fn.id, trigger)) }
    })
  },
)

/** A trigger pinned to nothing would only ever fail. */
async function requireQualifier(ctx: Changing, functionId: string, qualifier: string): Promise<void> {
  if (qualifier === 'draft') return
  const found = /^[0-9]/.test(qualifier)
    ? await ctx.db
        .select({ number: versions.number })
        .from(versions)
        .where(and(eq(versions.functionId, functionId), eq(versions.number, Number(qualifier))))
    : await ctx.db
        .select({ name: aliases.name })
        .from(aliases)
        .where(and(eq(aliases.functionId, functionId), eq(aliases.name, qualifier)))
  if (found.length > 0) return
  throw new AlcoveError('ValidationFailed', `This function has no version or alias "${qualifier}"`, {
    errors: [{ path: 'qualifier', message: 'Must be "draft", one of its aliases or one of its versions' }],
  })
}
