import type { Egress } from '@alcove/contract'
import { isIP } from 'node:net'
import { lookUp } from './look-up.ts'
import type { PermittedAddresses } from './outgoing.ts'

interface Asked {
  host: string
  port: number
  /** The rules of the space in whose name is connected. */
  egress: Egress
  permittedAddresses: PermittedAddresses
  /** Milliseconds for the lookup of the name. */
  timeoutMs: number
}

/** An address of the host that functions of the space may reach as well. Rejects with the reason when there is none. */
export async function permittedAddress({ host, port, egress, permittedAddresses, timeoutMs }: Asked): Promise<string> {
  const found = isIP(host) ? [host] : await lookUp(host, timeoutMs)
  const [address] = permittedAddresses(egress, { host, port }, found)
  if (address === undefined) throw new Error(`the egress rules of the space do not let it reach ${host}`)
  return address
}
