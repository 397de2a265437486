import type { Egress } from '@alcove/contract'
import { contains, NEVER, overlaps, parseRange, PRIVATE, rangeText, type Range } from './addresses.ts'

/** Null: all of them. */
type Port = number | null

export interface RangeTarget {
  range: Range
  port: Port
}

export interface NameTarget {
  /** In lower case. For a wildcard, what its names end in, with the dot: `.example.org`. */
  name: string
  wildcard: boolean
  port: Port
}

/** An egress policy, sorted by what has to be done about each target. */
export interface Policy {
  /** All public addresses, or only those listed. */
  internet: boolean
  /** Within private networks, named literally: whoever writes 10.1.2.0/24 means it. */
  opened: RangeTarget[]
  /** Public ones; a private network that one of them covers by being wide, as 0.0.0.0/0, is not meant. */
  ranges: RangeTarget[]
  /** Opened as they are resolved, as far as their addresses are public. */
  names: NameTarget[]
  /** The same, wherever they lead. */
  trusted: NameTarget[]
}

/**
 * What an egress setting means on this host.
 * @param hostNetworks networks that the host is part of: private in the sense that only their literal name opens them
 * @returns null when nothing can be reached: no network is needed for that
 */
export function policyOf(
  egress: Egress,
  trusted: readonly string[] = [],
  hostNetworks: readonly Range[] = [],
): Policy | null {
  if (egress.mode === 'none' && trusted.length === 0) return null
  const closed = [...PRIVATE, ...hostNetworks]
  const policy: Policy = { internet: egress.mode === 'internet', opened: [], ranges: [], names: [], trusted: [] }
  for (const target of egress.mode === 'allow' ? egress.allow : []) {
    const { range, host, port } = parseTarget(target)
    if (range === null) policy.names.push(nameTarget(host, port))
    else if (contains(closed, range)) policy.opened.push({ range, port })
    else if (!contains(NEVER, range)) policy.ranges.push({ range, port })
  }
  for (const target of trusted) {
    const { range, host, port } = parseTarget(target)
    if (range === null) policy.trusted.push(nameTarget(host, port))
    else policy.opened.push({ range, port })
  }
  return policy
}

function parseTarget(target: string): { range: Range | null; host: string; port: Port } {
  const [host = '', port] = target.split(':')
  return { range: parseRange(host), host, port: port === undefined ? null : Number(port) }
}

function nameTarget(host: string, port: Port): NameTarget {
  const name = host.toLowerCase()
  return name.startsWith('*.') ? { name: name.slice(1), wildcard: true, port } : { name, wildcard: false, port }
}

function matches(target: NameTarget, name: string): boolean {
  return target.wildcard ? name.endsWith(target.name) && name.length > target.name.length : name === target.name
}

/** What looking this name up opens: null when it may not even be looked up. */
export function openedBy(policy: Policy, name: string): { names: Port[]; trusted: Port[] } | null {
  const lower = name.toLowerCase()
  const names = policy.names.filter((target) => matches(target, lower)).map(({ port }) => port)
  const trusted = policy.trusted.filter((target) => matches(target, lower)).map(({ port }) => port)
  return policy.internet || names.length > 0 || trusted.length > 0 ? { names, trusted } : null
}

/** Whether a name may lead there without being trusted. */
export function isPublic(address: Range, hostNetworks: readonly Range[]): boolean {
  return !overlaps([...NEVER, ...PRIVATE, ...hostNetworks], address)
}

/** Whether it lets nothing through, whatever names lead to. */
export function isEmpty({ internet, ...targets }: Policy): boolean {
  return !internet && Object.values(targets).every(({ length }) => length === 0)
}

/** Two settings that mean the same share their rules. */
export function policyKey(policy: Policy): string {
  const range = ({ range: { first, last }, port }: RangeTarget) => rangeText({ first, last }) + `:${port}`
  const name = (target: NameTarget) => `${target.wildcard ? '*' : ''}${target.name}:${target.port}`
  return JSON.stringify([
    policy.internet,
    policy.opened.map(range).toSorted(),
    policy.ranges.map(range).toSorted(),
    policy.names.map(name).toSorted(),
    policy.trusted.map(name).toSorted(),
  ])
}
