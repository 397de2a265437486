import { notFound, type HostDns } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { BlockList, isIP } from 'node:net'
import { hostNames } from '../../database/schema/index.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { askDns } from '../../kernel/outgoing/ask-dns.ts'

const TIMEOUT_MS = 3_000

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

/** What DNS answers for a host name of the space, beside the addresses of the gateway. */
export const checkHost = verb(
  async ({ ctx, input: { host } }: { ctx: SpaceCtx; input: { host: string } }): Promise<HostDns> => {
    const ours = and(eq(hostNames.spaceId, ctx.space.id), eq(hostNames.name, host))
    const [found] = await ctx.db.select({ name: hostNames.name }).from(hostNames).where(ours)
    if (!found) throw notFound('host name', host)
    const gateway = new URL(ctx.platform.gatewayOrigin).hostname.replaceAll(/[[\]]/g, '')
    const [answered, own] = await Promise.all([
      askDns(host, { timeoutMs: TIMEOUT_MS }),
      isIP(gateway) ? [gateway] : askDns(gateway, { timeoutMs: TIMEOUT_MS }),
    ])
    const gatewayAddresses = (own ?? []).filter((address) => !isLoopback(address))
    return { state: stateOf(answered, gatewayAddresses), addresses: answered ?? [], gateway, gatewayAddresses }
  },
)

function stateOf(answered: readonly string[] | null, own: readonly string[]): HostDns['state'] {
  if (answered === null) return 'unanswered'
  if (answered.length === 0) return 'absent'
  if (own.length === 0) return 'unknown'
  return answered.some((address) => own.includes(address)) ? 'here' : 'elsewhere'
}

const isLoopback = (address: string): boolean => LOOPBACK.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
