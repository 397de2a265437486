import type { FunctionDetail, UpdateFunction } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { change } from '../change.ts'
import { verb, type SpaceCtx } from '../context.ts'
import { drafts, functions } from '../database/schema/index.ts'
import { revisionOf } from '../packages/revision-of.ts'
import { configurationOf } from './configuration.ts'
import { lockFunction } from './find-function.ts'
import { readFunction } from './get-function.ts'

/** Name and description are the function's; the rest is the draft's and reaches callers when it is published. */
export const updateFunction = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: UpdateFunction & { fn: string } }): Promise<FunctionDetail> => {
    const { fn: current, name = current, description, ...settings } = input
    return change(ctx, async (change) => {
      const { tx, audit, reroute } = change
      const fn = await lockFunction(change, ctx, current)
      const now = new Date(ctx.platform.clock.now())
      await tx
        .update(functions)
        .set({ name, description: description ?? fn.description, updatedAt: now })
        .where(eq(functions.id, fn.id))
      const [draft] = await tx.select().from(drafts).where(eq(drafts.functionId, fn.id))
      const configuration = configurationOf({ ...draft!.configuration, ...settings })
      const revision = revisionOf(draft!.codeHash, configuration)
      await tx.update(drafts).set({ configuration, revision }).where(eq(drafts.functionId, fn.id))
      // Values of variables may be secrets: the trail says which were set, not to what.
      const { environment, ...shown } = settings
      const detail = { ...shown, ...(environment && { environment: Object.keys(environment) }) }
      await audit('functions:update', `function ${current}`, { ...(name !== current && { name }), ...detail })
      reroute({ functionId: fn.id })
      return readFunction(ctx, name)
    })
  },
)
