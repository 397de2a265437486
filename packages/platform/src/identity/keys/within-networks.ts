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

function compile(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const ipv4 = isIP(address) === 4
    list.addSubnet(address, Number(bits ?? (ipv4 ? 32 : 128)), ipv4 ? 'ipv4' : 'ipv6')
  }
  return list
}
