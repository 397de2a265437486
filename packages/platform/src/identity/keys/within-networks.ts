import { BlockList, isIP } from 'node:net'

const compiled = new WeakMap<readonly string[], BlockList>()

/** Whether an address is in one of these networks; an empty list admits every address. */
export function withinNetworks(networks: readonly string[], address: string): boolean {
  if (networks.length === 0) return true
  const family = isIP(address)
  if (family === 0) return false
  let list = compiled.get(networks)
  if (!list) compiled.set(networks, (list = compile(networks)))
  return list.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

/** Whether each of these networks is within one of the others. An empty list means every address. */
export function areWithin(networks: readonly string[], others: readonly string[]): boolean {
  if (others.length === 0) return true
  return networks.length > 0 && networks.every((network) => others.some((other) => isWithin(network, other)))
}

function isWithin(network: string, other: string): boolean {
  const { address, bits, family } = partsOf(network)
  const outer = partsOf(other)
  return family === outer.family && bits >= outer.bits && compile([other]).check(address, family)
}

function compile(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const { address, bits, family } of networks.map(partsOf)) list.addSubnet(address, bits, family)
  return list
}

function partsOf(network: string): { address: string; bits: number; family: 'ipv4' | 'ipv6' } {
  const [address = '', bits] = network.split('/')
  const ipv4 = isIP(address) === 4
  return { address, bits: Number(bits ?? (ipv4 ? 32 : 128)), family: ipv4 ? 'ipv4' : 'ipv6' }
}
