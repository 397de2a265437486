import { notFound, type PutRoute } from '@alcove/contract'
import { newId } from '../../database/ids.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { NO_QUOTAS } from '../../spaces/targets/call-quotas.ts'
import type { GatewayRoute } from '../../spaces/targets/gateway-table.ts'

/** A route that is not stored, as the gateway would have it: to be tried. */
export const draftGatewayRoute = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutRoute }): Promise<GatewayRoute> => {
    const { method, path, qualifier, function: fn, redirect, answer, auth, cors, respondAsync, limits, schemas } = input
    const functionId = fn === undefined ? null : (await findFunction(ctx, fn)).id
    if (functionId !== null && !ctx.platform.routes.byId(functionId)) throw notFound('function', fn!)
    return {
      id: newId(ctx.platform.clock.now()),
      name: 'try',
      method,
      path,
      functionId,
      qualifier,
      quotas: NO_QUOTAS,
      config: {
        auth,
        limits,
        schemas,
        ...(redirect && { redirect }),
        ...(answer && { answer }),
        ...(cors && { cors }),
        ...(respondAsync && { respondAsync }),
      },
    }
  },
)
