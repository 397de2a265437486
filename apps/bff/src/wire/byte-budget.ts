import { AlcoveError, MB } from '@alcove/contract'

/** Limits on bytes in flight: bodies, events and responses that this process holds in memory at the same time. */
export interface ByteLimits {
  server: number
  /** For all functions of one space. */
  space: number
  /** For all requests of one client address. */
  address: number
}

/** A quarter of the memory, within bounds. A space may use half of it, an address a quarter. */
export function byteLimitsFor(memoryBytes: number): ByteLimits {
  const server = Math.min(Math.max(Math.floor(memoryBytes / 4), 256 * MB), 1024 * MB)
  return { server, space: server / 2, address: server / 4 }
}

/** Smaller answers are not counted: a connection costs about as much on its own. */
export const UNCOUNTED_BYTES = 16 * 1024

/** Seconds before a refused client may retry. Bytes are released as requests end. */
const RETRY_AFTER = '1'

/** Counts bytes in flight, and refuses to exceed the limits. */
export class ByteBudget {
  readonly limits: ByteLimits
  #used = 0
  #passed = 0
  /** Entries exist only for what is in use, so the maps do not grow with every space and address ever seen. */
  readonly #spaces = new Map<string, number>()
  readonly #addresses = new Map<string, number>()

  constructor(limits: ByteLimits) {
    this.limits = limits
  }

  get used(): number {
    return this.#used
  }

  /** All bytes ever taken. */
  get passed(): number {
    return this.#passed
  }

  /** Opens an empty hold. A null space or address is not limited: its bytes count only for the server. */
  open(space: string | null, address: string | null): Hold {
    return new Hold(this, space, address)
  }

  /** For `Hold` only. @throws {AlcoveError} Unavailable or TooManyRequests; then nothing is taken. */
  take(bytes: number, space: string | null, network: string | null): void {
    const ofServer = this.#used + bytes
    const ofSpace = space === null ? 0 : (this.#spaces.get(space) ?? 0) + bytes
    const ofNetwork = network === null ? 0 : (this.#addresses.get(network) ?? 0) + bytes
    const { limits } = this
    // The narrowest limit first: its message is the most useful.
    if (ofNetwork > limits.address) throw tooMuch('TooManyRequests', 'your address has')
    if (ofSpace > limits.space) throw tooMuch('TooManyRequests', 'this space has')
    if (ofServer > limits.server) throw tooMuch('Unavailable', 'the server has')
    this.#used = ofServer
    this.#passed += bytes
    if (space !== null) this.#spaces.set(space, ofSpace)
    if (network !== null) this.#addresses.set(network, ofNetwork)
  }

  /** For `Hold` only. */
  give(bytes: number, space: string | null, network: string | null): void {
    this.#used -= bytes
    if (space !== null) subtract(this.#spaces, space, bytes)
    if (network !== null) subtract(this.#addresses, network, bytes)
  }
}

/** The bytes of one request or response. Disposing releases what it still holds; disposing twice is harmless. */
export class Hold implements Disposable {
  readonly #budget: ByteBudget
  readonly #space: string | null
  readonly #address: string | null
  /** Made when it is needed: most requests hold nothing. */
  #network: string | null = null
  #bytes = 0

  constructor(budget: ByteBudget, space: string | null, address: string | null) {
    this.#budget = budget
    this.#space = space
    this.#address = address
  }

  /** @throws {AlcoveError} Unavailable (the server's limit) or TooManyRequests (the space's or the address's). */
  take(bytes: number): void {
    if (this.#address !== null) this.#network ??= networkOf(this.#address)
    this.#budget.take(bytes, this.#space, this.#network)
    this.#bytes += bytes
  }

  give(bytes: number): void {
    const given = Math.min(bytes, this.#bytes)
    if (given === 0) return
    this.#bytes -= given
    this.#budget.give(given, this.#space, this.#network)
  }

  [Symbol.dispose](): void {
    this.give(this.#bytes)
  }
}

/** A subscriber has at least a /64 of IPv6 (RFC 6177), so a /64 counts as one address. */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  if (tail === undefined) return before.slice(0, 4).join(':')
  const after = tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}

function subtract(counts: Map<string, number>, key: string, bytes: number): void {
  const left = (counts.get(key) ?? 0) - bytes
  if (left > 0) counts.set(key, left)
  else counts.delete(key)
}

function tooMuch(code: 'TooManyRequests' | 'Unavailable', whose: string): AlcoveError {
  return new AlcoveError(code, `Too many bytes in flight: ${whose} reached its limit. Try again shortly`, {
    headers: { 'Retry-After': RETRY_AFTER },
  })
}
