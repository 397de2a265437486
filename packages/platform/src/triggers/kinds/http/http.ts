import type { SpaceCtx } from '../../../kernel/context.ts'
import type { KindOfTrigger } from '../kind.ts'
import { sampleRequest } from './sample-request.ts'

/** Requests to the URL of the function. The gateway reads these triggers from the route table. */
export const http: KindOfTrigger<'http'> = {
  show: async (ctx, fn, triggers) => triggers.map(() => ({ url: urlOf(ctx, fn) })),
  async preview(ctx, fn, { functionId, config }) {
    const url = urlOf(ctx, fn)
    const method = config.methods?.[0] ?? 'GET'
    return { url, event: sampleRequest({ url, method, functionId, now: ctx.platform.clock.now() }) }
  },
}

function urlOf(ctx: SpaceCtx, fn: string): string {
  return `${ctx.platform.gatewayOrigin}/fn/${ctx.space.name}/${fn}`
}
