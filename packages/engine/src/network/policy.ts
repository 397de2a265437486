import type { Egress } from '@alcove/contract'
import { contains, NEVER, overlaps, parseRange, PRIVATE, rangeText, type Range } from './addresses.ts'

/** Null means every port. */
type Port = number | null

export interface RangeTarget {
  range: Range
  port: Port
}

export interface NameTarget {
  /** In lower case. A wildcard is stored as its suffix: `.example.org`. */
  name: string
  wildcard: boolean
  port: Port
}

/** An egress policy, sorted by how each target is enforced. */
export interface Policy {
  /** Allow all public addresses, or only those listed. */
  internet: boolean
  /** Private networks that the list names literally, such as 10.1.2.0/24. */
  opened: RangeTarget[]
  /** Public networks. A wide network such as 0.0.0.0/0 does not open the private ranges inside it. */
  ranges: RangeTarget[]
  /** Opened when resolved, as far as their addresses are public. */
  names: NameTarget[]
  /** Opened when resolved, wherever they lead. */
  trusted: NameTarget[]
}

/**
 * Compiles an egress setting for this host.
 * @param hostNetworks networks the host is part of. Like private ones, they are opened only by their literal name
 * @returns null when nothing is reachable, so no network is needed
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

/** The ports that looking up this name opens. Null when the name may not be looked up. */
export function openedBy(policy: Policy, name: string): { names: Port[]; trusted: Port[] } | null {
  const lower = name.toLowerCase()
  const names = policy.names.filter((target) => matches(target, lower)).map(({ port }) => port)
  const trusted = policy.trusted.filter((target) => matches(target, lower)).map(({ port }) => port)
  return policy.internet || names.length > 0 || trusted.length > 0 ? { names, trusted } : null
}

/** Whether an untrusted name may lead there. */
export function isPublic(address: Range, hostNetworks: readonly Range[]): boolean {
  return !overlaps([...NEVER, ...PRIVATE, ...hostNetworks], address)
}

/** Whether it allows nothing. */
export function isEmpty({ internet, ...targets }: Policy): boolean {
  return !internet && Object.values(targets).every(({ length }) => length === 0)
}

/** Equal for settings with the same meaning, which then share their rules. */
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
