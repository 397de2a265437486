import type { PutRoute } from '@alcove/contract'
import type { StoredRouteConfig } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { sealHmac } from '../../spaces/targets/http-access.ts'

/** What of a route is stored as one value. */
export function configOf(
  ctx: SpaceCtx,
  { redirect, answer, auth, jwt, hmac, cors, respondAsync, limits, schemas }: PutRoute,
  before: StoredRouteConfig | undefined,
): StoredRouteConfig {
  return {
    ...(redirect && { redirect }),
    ...(answer && { answer }),
    auth,
    ...(jwt && { jwt }),
    ...sealHmac(ctx.platform.sealer, hmac, before?.hmac),
    ...(cors && { cors }),
    ...(respondAsync && { respondAsync }),
    limits,
    schemas,
  }
}
