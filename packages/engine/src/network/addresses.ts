import { PRIVATE_NETWORKS } from '@alcove/contract'

/** IPv4 networks as the kernel's sets know them: a first and a last address, as numbers. */
export interface Range {
  first: number
  last: number
}

const SIZE = 2 ** 32

export function addressToNumber(address: string): number | null {
  const parts = address.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return null
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0)
}

export function numberToAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
}

/** An address or a network in CIDR notation; null when it is neither. */
export function parseRange(text: string): Range | null {
  const [address = '', prefix = '32', ...more] = text.split('/')
  const number = addressToNumber(address)
  if (number === null || more.length > 0 || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32) return null
  const size = SIZE / 2 ** Number(prefix)
  const first = number - (number % size)
  return { first, last: first + size - 1 }
}

export function rangeOf(cidr: string): Range {
  const range = parseRange(cidr)
  if (range === null) throw new Error(`Not an IPv4 network: '${cidr}'`)
  return range
}

export function contains(ranges: readonly Range[], { first, last }: Range): boolean {
  return ranges.some((range) => range.first <= first && last <= range.last)
}

export function overlaps(ranges: readonly Range[], { first, last }: Range): boolean {
  return ranges.some((range) => range.first <= last && first <= range.last)
}

/** The same addresses without overlaps, which nft refuses. */
export function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = []
  for (const { first, last } of ranges.toSorted((a, b) => a.first - b.first)) {
    const before = merged.at(-1)
    if (before !== undefined && first <= before.last + 1) before.last = Math.max(before.last, last)
    else merged.push({ first, last })
  }
  return merged
}

/** As nft writes it. */
export function rangeText({ first, last }: Range): string {
  return first === last ? numberToAddress(first) : `${numberToAddress(first)}-${numberToAddress(last)}`
}

/**
 * Where our own wires run: RFC 2544 set these aside for measuring devices, so no destination worth reaching is hidden
 * by them. The lower half is for slots, which no one outside the router sees; the upper for the links to the host.
 */
export const OWN = rangeOf('198.18.0.0/15')
export const SLOTS = rangeOf('198.18.0.0/16')
export const UPLINKS = rangeOf('198.19.0.0/16')

/** Never reachable, whoever asks: "this host", loopback, our own wires, multicast, class E and broadcast. */
export const NEVER: readonly Range[] = [...['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3'].map(rangeOf), OWN]

/** Reachable only where a policy names them. */
export const PRIVATE: readonly Range[] = PRIVATE_NETWORKS.map(rangeOf)
