import { hostNames, triggers, type StoredAccess } from '../../../database/schema/index.ts'
import { and, eq, ne, notInArray } from 'drizzle-orm'
import { payloadOne, type TriggerConfig } from '@alcove/contract'
import type { Changing, SpaceCtx } from '../../../kernel/context.ts'
import { claimHost } from '../../routes/claim-host.ts'
import { checkAccess } from '../../../spaces/targets/check-access.ts'
import { sealHmac, withoutSecret } from '../../../spaces/targets/http-access.ts'
import type { StoredTrigger } from '../../stored-trigger.ts'
import type { KindOfTrigger } from '../kind.ts'
import { refuseOtherAuth } from './refuse-other-auth.ts'
import { sampleRequest } from './sample-request.ts'

type Config = TriggerConfig<'http'>

/** Requests to the URL of the function. The gateway reads these triggers from the route table. */
export const http: KindOfTrigger<'http'> = {
  async check(ctx, trigger) {
    checkAccess(trigger.config)
    const others = await ctx.db
      .select()
      .from(triggers)
      .where(
        and(eq(triggers.functionId, trigger.functionId), eq(triggers.type, 'http'), ne(triggers.name, trigger.name)),
      )
    refuseOtherAuth(trigger, others as StoredTrigger<'http'>[])
  },
  stored(ctx, { hmac, ...config }, before) {
    const sealed = sealHmac(ctx.platform.sealer, hmac, (before?.config as StoredAccess | undefined)?.hmac)
    return { ...config, ...sealed } as Config
  },
  shownConfig: (config) => withoutSecret(config as StoredAccess & Config) as Config,
  async arm(ctx, trigger) {
    await takeHosts(ctx, trigger)
    ctx.change.gatewayChanged(ctx.space.id)
  },
  show: async (ctx, fn, triggers) => triggers.map(() => ({ url: urlOf(ctx, fn) })),
  async preview(ctx, fn, { functionId, config }) {
    const url = urlOf(ctx, fn)
    const method = config.methods?.[0] ?? 'GET'
    const event = sampleRequest({ url, method, functionId, now: ctx.platform.clock.now() })
    return { url, event: config.payloadFormat === '1.0' ? { ...payloadOne(event), isBase64Encoded: false } : event }
  },
}

/** Its host names are those of the configuration, and no others any more. */
async function takeHosts(ctx: Changing<SpaceCtx>, { id, config }: StoredTrigger<'http'>): Promise<void> {
  const hosts = [...new Set(config.hosts ?? [])]
  const ours = eq(hostNames.triggerId, id)
  await ctx.db.delete(hostNames).where(hosts.length === 0 ? ours : and(ours, notInArray(hostNames.name, hosts)))
  for (const [index, host] of hosts.entries())
    await claimHost(ctx, { host, triggerId: id, path: `config.hosts.${index}` })
}

function urlOf(ctx: SpaceCtx, fn: string): string {
  return `${ctx.platform.gatewayOrigin}/fn/${ctx.space.name}/${fn}`
}
