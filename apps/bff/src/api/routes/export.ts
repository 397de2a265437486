import { LIMITS, type Route } from '@alcove/contract'
import { listRoutes, resolveQualifier, type SpaceCtx } from '@alcove/platform'
import { openApiOf } from '../../openapi/write-document.ts'

export async function exportOpenApi(ctx: SpaceCtx): Promise<Record<string, unknown>> {
  const { items } = await listRoutes({ ctx, input: { limit: LIMITS.routes } })
  return openApiOf(ctx.space.name, ctx.platform.gatewayOrigin, items, parametersOf)

  /** The parameters of the version that answers. With two weighted versions, those of the one that calls move from. */
  function parametersOf({ function: name, qualifier }: Route) {
    const fn = name === undefined ? undefined : ctx.platform.routes.find(ctx.space.name, name)
    return fn && resolveQualifier(fn, qualifier, 1)?.revision.parameters
  }
}
