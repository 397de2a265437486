import { createHash } from 'node:crypto'
import { numberToAddress, overlaps, UPLINKS, type Range } from './addresses.ts'
import { LINK_PREFIX } from './link-prefix.ts'

/** An engine's interface, table and address names on the host, derived from its home. */
export interface Names {
  table: string
  /** The host's end of the link to the router. */
  link: string
  /** The link's network and its addresses. */
  network: string
  hostAddress: string
  address: string
  openedAddress: string
}

/** Addresses per link: the host's end, the router's two, and the rest of the prefix. */
const WIRE = 8

/** @param taken networks of the links on this host, by interface name */
export function namesOf(home: string, taken: ReadonlyMap<string, Range>): Names {
  const hash = createHash('sha256').update(home).digest()
  const id = hash.toString('hex').slice(0, 12)
  // An interface name has at most 15 characters.
  const link = `${LINK_PREFIX}${id}`
  const others = [...taken].filter(([name]) => name !== link).map(([, range]) => range)
  const wires = (UPLINKS.last - UPLINKS.first + 1) / WIRE
  let wire = hash.readUInt32LE(0) % wires
  const rangeOfWire = () => ({ first: UPLINKS.first + wire * WIRE, last: UPLINKS.first + wire * WIRE + WIRE - 1 })
  while (overlaps(others, rangeOfWire())) wire = (wire + 1) % wires
  const { first } = rangeOfWire()
  return {
    table: `alcove_${id}`,
    link,
    network: `${numberToAddress(first)}/29`,
    hostAddress: numberToAddress(first + 1),
    address: numberToAddress(first + 2),
    openedAddress: numberToAddress(first + 3),
  }
}
