import type { Egress } from '@alcove/contract'
import { networkInterfaces } from 'node:os'
import { contains, NEVER, overlaps, parseRange, type Range } from './addresses.ts'
import { isPublic, openedBy, policyOf, type RangeTarget } from './policy.ts'

/**
 * Which of a host's addresses a space may be connected to: for what Alcove itself fetches in a space's name, by the rules
 * that hold for its functions. Connect to one of these addresses and not to the name, which could lead elsewhere by then.
 * @param addresses what `host` resolves to; IPv6 is never permitted, as for functions
 */
export function permittedAddresses(
  egress: Egress,
  { host, port }: { host: string; port: number },
  addresses: readonly string[],
  hostNetworks = networksOfThisHost(),
): string[] {
  const policy = policyOf(egress, [], hostNetworks)
  const opened = policy && openedBy(policy, host)
  if (policy === null) return []
  const fits = (of: number | null) => of === null || of === port
  const named = policy.internet || (opened?.names.some(fits) ?? false)
  const listed = (targets: readonly RangeTarget[], address: Range) =>
    targets.some((target) => fits(target.port) && contains([target.range], address))
  return addresses.filter((text) => {
    const address = parseRange(text)
    if (address === null || overlaps(NEVER, address)) return false
    if (listed(policy.opened, address)) return true
    return isPublic(address, hostNetworks) && (named || listed(policy.ranges, address))
  })
}

function networksOfThisHost(): Range[] {
  return Object.values(networkInterfaces()).flatMap((each) =>
    (each ?? []).map(({ cidr, address }) => parseRange(cidr ?? address)).filter((range) => range !== null),
  )
}
