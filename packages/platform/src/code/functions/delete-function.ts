import { eq } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { functions } from '../../database/schema/index.ts'
import { deleteRecords } from '../../spaces/delete-records.ts'
import { lockFunction } from '../../spaces/find-function.ts'

/** Its code, versions, aliases, triggers, invocations, logs and metrics go with it. */
export const deleteFunction = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<void> => {
  await change(ctx, async (change) => {
    const { tx, audit, reroute } = change
    const fn = await lockFunction(change, ctx, input.fn)
    await deleteRecords(tx, [fn.id])
    await tx.delete(functions).where(eq(functions.id, fn.id))
    await audit('functions:delete', `function ${input.fn}`)
    reroute({ functionId: fn.id })
  })
})
