import { z } from 'zod'

/** A host name, "*.example.org", an address or a network in CIDR notation; with or without ":port". */
export const EgressTarget = z
  .string()
  .max(260)
  .regex(
    /^(\*\.)?([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(\/\d{1,2})?(:\d{1,5})?$/,
    'Must be a host such as "api.example.org" or "*.example.org", an address or a network such as "203.0.113.0/24", with or without ":port"',
  )
  .refine(
    isPlausible,
    'Must be an address from 0.0.0.0 to 255.255.255.255, a network down to /32, a port from 1 to 65535',
  )

/** Text that looks like an address must be a valid one: as a name it could never exist. */
function isPlausible(target: string): boolean {
  const [, host, length, port] = /^([^/:]*)(?:\/(\d+))?(?::(\d+))?$/.exec(target) ?? []
  if (host === undefined || (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535))) return false
  if (!/^[\d.]+$/.test(host)) return length === undefined
  const parts = host.split('.')
  return parts.length === 4 && parts.every((part) => Number(part) <= 255) && Number(length ?? 0) <= 32
}

/**
 * What functions of a space may connect to. Private, link-local and the platform's own addresses only if `allow` names
 * them.
 */
export const Egress = z
  .strictObject({
    mode: z.enum(['internet', 'none', 'allow']),
    allow: z.array(EgressTarget).max(100),
  })
  .meta({ description: '`internet`: all public addresses; `none`: nothing; `allow`: only the targets listed' })
export type Egress = z.infer<typeof Egress>
export const DEFAULT_EGRESS: Egress = { mode: 'internet', allow: [] }

/**
 * Networks that are not part of the internet (IANA's special-purpose registry, RFC 6890), reachable only when a policy
 * names them. The three documentation networks (RFC 5737) are not listed: nobody routes them on the internet, and
 * laboratories use them for their own servers.
 */
export const PRIVATE_NETWORKS: readonly string[] = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  // Link-local: cloud metadata services answer at 169.254.169.254.
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  // Azure's platform answers its own machines, and no others, at this public address.
  '168.63.129.16',
]

/** Whether a target is an address or network that contains private addresses. Names never open private addresses. */
export function opensPrivate(target: string): boolean {
  const range = rangeOf(target.replace(/:\d+$/, ''))
  return (
    range !== null &&
    PRIVATE_NETWORKS.some((network) => {
      const other = rangeOf(network)!
      return range.first <= other.last && other.first <= range.last
    })
  )
}

function rangeOf(network: string): { first: number; last: number } | null {
  const [address = '', length = '32'] = network.split('/')
  const parts = address.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return null
  const size = 2 ** (32 - Number(length))
  const number = parts.reduce((sum, part) => sum * 256 + Number(part), 0)
  const first = number - (number % size)
  return { first, last: first + size - 1 }
}
