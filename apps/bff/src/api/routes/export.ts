import { LIMITS } from '@alcove/contract'
import { listRoutes, type SpaceCtx } from '@alcove/platform'
import { openApiOf } from '../../openapi/write-document.ts'

export async function exportOpenApi(ctx: SpaceCtx): Promise<Record<string, unknown>> {
  const { items } = await listRoutes({ ctx, input: { limit: LIMITS.routes } })
  return openApiOf(ctx.space.name, ctx.platform.gatewayOrigin, items)
}
