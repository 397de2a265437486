import { PRIVATE_NETWORKS } from '@alcove/contract'

/** A range of IPv4 addresses as numbers, first and last included, as in the kernel's sets. */
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

/** Parses an address or a CIDR network; null for anything else. */
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

/** Merges overlapping and adjacent ranges: nft refuses overlaps. */
export function merge(ranges: readonly Range[]): Range[] {
  const merged: Range[] = []
  for (const { first, last } of ranges.toSorted((a, b) => a.first - b.first)) {
    const before = merged.at(-1)
    if (before !== undefined && first <= before.last + 1) before.last = Math.max(before.last, last)
    else merged.push({ first, last })
  }
  return merged
}

/** Formats a range for nft. */
export function rangeText({ first, last }: Range): string {
  return first === last ? numberToAddress(first) : `${numberToAddress(first)}-${numberToAddress(last)}`
}

/**
 * Networks for our own links, from the range that RFC 2544 reserves for benchmarks: no destination worth reaching is
 * hidden. The lower half is for slots and is visible only to the router, the upper half for links to the host.
 */
export const OWN = rangeOf('198.18.0.0/15')
export const SLOTS = rangeOf('198.18.0.0/16')
export const UPLINKS = rangeOf('198.19.0.0/16')

/** Never reachable: "this host", loopback, our own links, multicast, class E and broadcast. */
export const NEVER: readonly Range[] = [...['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3'].map(rangeOf), OWN]

/** Reachable only when a policy names them. */
export const PRIVATE: readonly Range[] = PRIVATE_NETWORKS.map(rangeOf)
