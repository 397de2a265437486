import { notFound, Uuid, type Instance, type InstanceRecord } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { instances } from '../../database/schema/index.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { instanceOf, recordOf } from './instance-of.ts'

interface GetInstanceInput {
  fn: string
  id: string
  live: readonly InstanceRecord[]
}

/** One instance of a function, running or ended. */
export const getInstance = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: GetInstanceInput }): Promise<Instance> => {
    const { routes } = ctx.platform
    const fn = await findFunction(ctx, input.fn)
    const route = routes.byId(fn.id)
    if (!route || !Uuid.safeParse(input.id).success) throw notFound('instance', input.id)
    const [row] = await ctx.db
      .select()
      .from(instances)
      .where(and(eq(instances.functionId, fn.id), eq(instances.id, input.id)))
    const record = row
      ? recordOf(row)
      : input.live.find(({ id, functionId }) => id === input.id && functionId === fn.id)
    if (!record) throw notFound('instance', input.id)
    return instanceOf(route, record)
  },
)
