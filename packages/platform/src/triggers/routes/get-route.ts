import type { Route } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { readRoute, routeOf } from './route-of.ts'

export const getRoute = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { route: string } }): Promise<Route> =>
  routeOf(ctx, await readRoute(ctx, input.route)),
)
