import { hash, timingSafeEqual } from 'node:crypto'
import type { Counters } from './admit/facts.ts'
import type { CallOrder } from './order.ts'

/**
 * The calls that one call from outside has caused, through functions that call functions. Counted in the memory of the
 * server that received the first call: calls between functions stay on it.
 */
export class Lineage implements Counters {
  /** The invocation that began it, without dashes. */
  readonly id: string
  started = 0
  inFlight = 0

  constructor(id: string) {
    this.id = id
  }

  get idle(): boolean {
    return this.inFlight === 0
  }

  /** Takes a place for an admitted call, which gives it back with `leave`. */
  enter(): void {
    this.started += 1
    this.inFlight += 1
  }

  /** Counts a call that was refused and takes no place. */
  count(): void {
    this.started += 1
  }

  leave(): void {
    this.inFlight -= 1
  }
}

type Link = Pick<CallOrder, 'id' | 'lineage' | 'hops'>

/** The position of a call that a function made through its URL. */
export interface Reentry {
  lineage: Lineage
  hops: number
}

/** Beyond this many lineages the least recently used one is dropped, and would start again from zero. */
const KEPT = 10_000
const MAC_DIGITS = 32
/** Member of `tracestate`, https://www.w3.org/TR/trace-context/#tracestate-header */
const MEMBER = /^alcove=([0-9a-f]{32})([0-9a-f]{2})([0-9a-f]{32})$/
/** By the specification longer ones may be cut, and so may members beyond this number. */
const MAX_CHARACTERS = 512
const MAX_MEMBERS = 32

/**
 * The lineages of this server, of calls that caused others. When a function calls through a URL and passes on the
 * `tracestate` it got, that names lineage and hops. It is signed, so that nobody else can join a lineage, spend its
 * calls, or begin at another hop.
 */
export class Lineages {
  readonly #key: string
  readonly #known = new Map<string, Lineage>()

  /** @param key secret, the same on all servers */
  constructor(key: string) {
    this.#key = key
  }

  /** The lineage that an invocation from outside begins. */
  of(invocationId: string): Lineage {
    return this.#find(idOf(invocationId))
  }

  /** The `tracestate` for a function's event: ours first, then the caller's own members. */
  tracestateOf(call: Link, given: string | undefined): string {
    const id = call.lineage ?? idOf(call.id)
    const payload = id + call.hops.toString(16).padStart(2, '0')
    const ours = `alcove=${payload}${this.#sign(payload)}`
    if (given === undefined) return ours
    const others = membersOf(given).filter((member) => !member.startsWith('alcove='))
    return [ours, ...others.slice(0, MAX_MEMBERS - 1)].join(',')
  }

  /** Null when this installation has not signed the header: the call is the first of a lineage. */
  reentryOf(tracestate: string | null | undefined): Reentry | null {
    for (const member of membersOf(tracestate ?? undefined)) {
      const [, id, hops, mac] = MEMBER.exec(member) ?? []
      if (id === undefined || !timingSafeEqual(Buffer.from(mac!), Buffer.from(this.#sign(id + hops!)))) continue
      return { lineage: this.#find(id), hops: Number.parseInt(hops!, 16) + 1 }
    }
    return null
  }

  #find(id: string): Lineage {
    const lineage = this.#known.get(id) ?? new Lineage(id)
    this.#known.delete(id)
    this.#known.set(id, lineage)
    if (this.#known.size > KEPT) {
      for (const [oldest, { idle }] of this.#known) {
        if (!idle) continue
        this.#known.delete(oldest)
        break
      }
    }
    return lineage
  }

  /**
   * A hash of key and message is a sound signature here, and takes a twentieth of the time of node:crypto's HMAC: all
   * messages have one length, and half of the hash stays secret, so that none can be extended.
   */
  #sign(payload: string): string {
    return hash('sha256', this.#key + payload, 'hex').slice(0, MAC_DIGITS)
  }
}

function idOf(invocationId: string): string {
  return invocationId.replaceAll('-', '')
}

function membersOf(tracestate: string | undefined): string[] {
  if (tracestate === undefined || tracestate.length > MAX_CHARACTERS) return []
  return tracestate
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '')
}
