import { portOf } from '../wire/host.ts'
import type { Client } from '../wire/trusted-proxies.ts'
import { BareRecord } from '../routes/bare-record.ts'
import { cookiesForFunction } from './cookies.ts'
import { isHopByHop, isPlatformHeader, namedByConnection } from './hop-by-hop.ts'

export interface FunctionHeaders {
  /** Lower-case names; a header given twice is joined with commas. */
  headers: Record<string, string>
  cookies: string[]
}

/** How people reach the gateway: `https` behind a proxy that ends TLS. */
export interface Door {
  protocol: string
  port: string
}

export function doorOf(origin: string): Door {
  const { protocol, port } = new URL(origin)
  return { protocol: protocol.slice(0, -1), port: port || (protocol === 'https:' ? '443' : '80') }
}

/** Says who the client is. What a trusted proxy wrote has been read already; a client's own word is not trusted. */
const FORWARDING = new Set([
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
])

/** What a function gets to see of the request's headers, from Node's `rawHeaders`. */
export function headersForFunction(
  raw: readonly string[],
  door: Door,
  client: Client,
  isForAlcove: (authorization: string) => boolean,
): FunctionHeaders {
  const headers = new BareRecord()
  const cookies: string[] = []
  let ending: string[] | null = null
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase()
    const value = raw[at + 1]!
    if (name === 'connection') ending = [...(ending ?? []), ...namedByConnection(value)]
    if (isHopByHop(name) || isPlatformHeader(name) || FORWARDING.has(name)) continue
    if (name === 'authorization' && isForAlcove(value)) continue
    if (name === 'cookie') cookies.push(...cookiesForFunction(value))
    else headers[name] = name in headers ? `${headers[name]},${value}` : value
  }
  for (const name of ending ?? []) if (name in headers) delete headers[name]
  headers['x-forwarded-for'] = client.address
  headers['x-forwarded-proto'] = client.protocol ?? door.protocol
  headers['x-forwarded-port'] = portUsed(client, door)
  if (client.host !== null) headers['x-forwarded-host'] = client.host
  return { headers, cookies }
}

function portUsed({ protocol, host }: Client, door: Door): string {
  const used = protocol ?? door.protocol
  if (host !== null) return portOf(host, used)
  return used === door.protocol ? door.port : portOf('', used)
}
