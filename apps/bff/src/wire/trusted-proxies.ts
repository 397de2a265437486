import type { IncomingHttpHeaders } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { addressesOfForwardedFor, hopsOfForwarded, lastOf, plain, protocolIn, type Hop } from './forwarded.ts'
import { isHost } from './host.ts'

/** The word of RFC 7239. It is in no network, so that no proxy lends its own address to a client. */
const UNKNOWN = 'unknown'

/** Who made a request and how, as far as it can be trusted. */
export interface Client {
  /** UNKNOWN where a trusted proxy reports nothing that can be trusted. */
  address: string
  /** What the client used, if a trusted proxy reports it; else null. */
  protocol: string | null
  host: string | null
}

/** What both kinds of server know of a request. */
export interface Received {
  headers: IncomingHttpHeaders
  socket: { remoteAddress?: string | undefined }
}

/** The proxies whose reports on a client's address are trusted. Anyone else can write anything into these headers. */
export class TrustedProxies {
  readonly #networks = new BlockList()
  readonly #none: boolean

  /** @param networks addresses and CIDR networks. @throws {Error} naming one that is neither. */
  constructor(networks: readonly string[]) {
    this.#none = networks.length === 0
    for (const network of networks) {
      const [address = '', bits, ...rest] = network.split('/')
      const family = isIP(address) === 4 ? 'ipv4' : 'ipv6'
      const most = family === 'ipv4' ? 32 : 128
      const valid = isIP(address) !== 0 && rest.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits))
      if (!valid || Number(bits ?? 0) > most) throw new Error(`"${network}" is neither an address nor a network`)
      this.#networks.addSubnet(address, bits === undefined ? most : Number(bits), family)
    }
  }

  /** The right-most address that is not a trusted proxy. Unknown clients may have written everything left of it. */
  clientOf({ headers, socket }: Received): Client {
    const peer: Client = { address: plain(socket.remoteAddress ?? ''), protocol: null, host: null }
    if (this.#none || !this.#trusts(peer.address)) return peer
    const standard = headers['forwarded']
    const usual = headers['x-forwarded-for']
    if (standard === undefined) {
      const hop = this.#clientIn(addresses(usual), peer.address)
      const protocol = protocolIn(lastOf(text(headers['x-forwarded-proto'])))
      const host = lastOf(text(headers['x-forwarded-host']))
      return { address: hop.address, protocol, host: isHost(host) ? host : null }
    }
    const client = this.#clientIn(hopsOfForwarded(standard), peer.address)
    // A proxy that writes one of the two headers passes on the other as the client sent it.
    if (usual !== undefined && this.#clientIn(addresses(usual), peer.address).address !== client.address)
      return { ...peer, address: UNKNOWN }
    return client
  }

  #clientIn(hops: readonly Hop[], peer: string): Client {
    let client: Client = { address: peer, protocol: null, host: null }
    for (let at = hops.length - 1; at >= 0; at -= 1) {
      const { address, protocol, host } = hops[at]!
      if (address === null) return { address: UNKNOWN, protocol: null, host: null }
      client = { address, protocol, host }
      if (!this.#trusts(address)) break
    }
    return client
  }

  #trusts(address: string): boolean {
    const family = isIP(address)
    return family !== 0 && this.#networks.check(address, family === 4 ? 'ipv4' : 'ipv6')
  }
}

const text = (header: string | string[] | undefined): string => (typeof header === 'string' ? header : '')

const addresses = (header: string | string[] | undefined): Hop[] =>
  (header === undefined ? [] : addressesOfForwardedFor(text(header))).map((address) => ({
    address,
    protocol: null,
    host: null,
  }))
