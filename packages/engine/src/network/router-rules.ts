import { merge, NEVER, numberToAddress, PRIVATE, rangeText, type Range } from './addresses.ts'
import { DNS_ADDRESS } from './network.ts'
import type { Policy, RangeTarget } from './policy.ts'

/** Marks connections to a private address that a policy names. The host recognizes them by their source address. */
const OPENED = 0x8000_0000
/** Connections per slot: far more than its 1,024 descriptors need, far less than the table holds. */
const CONNECTIONS_PER_SLOT = 4096
/** Limit per slot for DNS questions: the kernel drops a flood before it reaches the engine. */
const QUESTIONS = '200/second burst 400 packets'
/** Addresses that the names of one policy may have open at a time. */
const NAMES_PER_POLICY = 8192

export interface Uplink {
  /** The router's end of the link. */
  name: string
  address: string
  /** The router's second address, the source of traffic to private addresses that a policy names. */
  openedAddress: string
}

/**
 * The rules for packets of functions, in one table of the router's namespace. Every packet of a slot, not only the
 * first of a connection, passes the chain of its policy. The mark of a connection says which policy accepted it: an
 * open connection survives the expiry of its name's address, but a new policy judges it again.
 */
export function routerRules(uplink: Uplink, hostNetworks: readonly Range[]): string {
  const list = (ranges: readonly Range[]) => merge(ranges).map(rangeText).join(', ')
  return `table ip alcove {
  set never { type ipv4_addr; flags interval; elements = { ${list(NEVER)} } }
  set closed { type ipv4_addr; flags interval; elements = { ${list([...PRIVATE, ...hostNetworks])} } }
  set connections { type ipv4_addr; size 65535; flags dynamic; }
  set questions { type ipv4_addr; size 65535; flags dynamic, timeout; timeout 1m; }
  map slots { type ipv4_addr : verdict; }
  chain refuse {
    meta l4proto tcp reject with tcp reset
    reject with icmp type admin-prohibited
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    iifname != "${uplink.name}" oifname != "${uplink.name}" goto refuse
    meta l4proto != { tcp, udp, icmp } goto refuse
    ct original ip daddr @never goto refuse
    ct state new add @connections { ip saddr ct count over ${CONNECTIONS_PER_SLOT} } goto refuse
    ct direction original ip saddr vmap @slots
    ct direction reply ip daddr vmap @slots
    ct direction original goto refuse
  }
  chain input {
    type filter hook input priority filter; policy drop;
    iifname "lo" accept
    ip daddr ${DNS_ADDRESS} udp dport 53 update @questions { ip saddr limit rate over ${QUESTIONS} } drop
    ip daddr ${DNS_ADDRESS} tcp dport 53 ct state new update @questions { ip saddr limit rate over ${QUESTIONS} } drop
    ip daddr ${DNS_ADDRESS} meta l4proto { tcp, udp } th dport 53 accept
    iifname "${uplink.name}" ct state established,related accept
    goto refuse
  }
  chain postrouting {
    type nat hook postrouting priority srcnat;
    oifname "${uplink.name}" ct mark and ${OPENED} != 0 snat to ${uplink.openedAddress}
    oifname "${uplink.name}" snat to ${uplink.address}
  }
}
`
}

/** Address sets of a policy's names. Sets ending in `Any` are for targets without a port. */
export type NameSet = 'names' | 'namesAny' | 'trusted' | 'trustedAny'

const nameSet = (id: number, set: NameSet) => `p${id}_${set}`

/** The chain of a policy and its sets. */
export function addPolicy(id: number, policy: Policy): string {
  const statements: string[] = [`add chain ip alcove p${id}`]
  const rule = (text: string) => statements.push(`add rule ip alcove p${id} ${text}`)
  // In both directions: after a change of policy the next packet of a download may be an incoming one.
  const acceptAddress = (set: string, mark: number) => rule(`ct original ip daddr @${set} ct mark set ${mark} accept`)
  const acceptPort = (set: string, mark: number) => {
    rule(`ct direction original ip daddr . th dport @${set} ct mark set ${mark} accept`)
    rule(`ct direction reply ip saddr . th sport @${set} ct mark set ${mark} accept`)
  }
  const acceptRanges = (targets: RangeTarget[], mark: number) => {
    for (const [port, group] of Map.groupBy(targets, ({ port }) => port)) {
      const ranges = merge(group.map(({ range }) => range))
        .map(rangeText)
        .join(', ')
      const verdict = `ct original ip daddr { ${ranges} } ct mark set ${mark} accept`
      if (port === null) {
        rule(verdict)
      } else {
        rule(`ct direction original th dport ${port} ${verdict}`)
        rule(`ct direction reply th sport ${port} ${verdict}`)
      }
    }
  }
  const namesInto = (targets: Policy['names'], ported: NameSet, any: NameSet, mark: number) => {
    const size = `size ${NAMES_PER_POLICY}; flags timeout;`
    if (targets.some(({ port }) => port !== null)) {
      statements.push(`add set ip alcove ${nameSet(id, ported)} { type ipv4_addr . inet_service; ${size} }`)
      acceptPort(nameSet(id, ported), mark)
    }
    if (targets.some(({ port }) => port === null)) {
      statements.push(`add set ip alcove ${nameSet(id, any)} { type ipv4_addr; ${size} }`)
      acceptAddress(nameSet(id, any), mark)
    }
  }

  const opened = OPENED + id
  rule(`ct mark { ${id}, ${opened} } accept`)
  acceptRanges(policy.opened, opened)
  namesInto(policy.trusted, 'trusted', 'trustedAny', opened)
  rule('ct original ip daddr @closed goto refuse')
  if (policy.internet) {
    rule(`ct mark set ${id} accept`)
  } else {
    acceptRanges(policy.ranges, id)
    namesInto(policy.names, 'names', 'namesAny', id)
    rule('goto refuse')
  }
  return statements.join('\n')
}

export function removePolicy(id: number, policy: Policy): string {
  const has = (targets: readonly { port: number | null }[], withPort: boolean) =>
    targets.some(({ port }) => (port !== null) === withPort)
  const names = policy.internet ? [] : policy.names
  const sets = [
    has(policy.trusted, true) && nameSet(id, 'trusted'),
    has(policy.trusted, false) && nameSet(id, 'trustedAny'),
    has(names, true) && nameSet(id, 'names'),
    has(names, false) && nameSet(id, 'namesAny'),
  ].filter((name) => name !== false)
  return [
    `flush chain ip alcove p${id}`,
    `delete chain ip alcove p${id}`,
    ...sets.map((name) => `delete set ip alcove ${name}`),
  ].join('\n')
}

export const assignSlot = (address: string, policyId: number) =>
  `add element ip alcove slots { ${address} : goto p${policyId} }`

export const unassignSlot = (address: string, policyId: number) =>
  `delete element ip alcove slots { ${address} : goto p${policyId} }`

/** Opens an address for a name, or extends its timeout. */
export function openName(
  policyId: number,
  set: NameSet,
  address: number,
  port: number | null,
  seconds: number,
): string {
  const key = numberToAddress(address) + (port === null ? '' : ` . ${port}`)
  const name = nameSet(policyId, set)
  // Adding an existing element would keep its old timeout, so delete it first.
  return [
    `add element ip alcove ${name} { ${key} timeout ${seconds}s }`,
    `delete element ip alcove ${name} { ${key} }`,
    `add element ip alcove ${name} { ${key} timeout ${seconds}s }`,
  ].join('\n')
}
