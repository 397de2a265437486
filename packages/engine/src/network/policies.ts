import { contains, type Range } from './addresses.ts'
import { isEmpty, isPublic, openedBy, policyKey, type Policy } from './policy.ts'
import { addPolicy, assignSlot, openName, removePolicy, unassignSlot, type NameSet } from './router-rules.ts'
import type { Rules } from './rules.ts'

/** A policy in force. */
interface Live {
  id: number
  key: string
  policy: Policy
  slots: number
  /** Addresses opened for names, by set and address. */
  opened: Map<string, Opened>
}

interface Opened {
  set: NameSet
  address: number
  port: number | null
  /** Seconds since the epoch. */
  until: number
  /** Resolves once the kernel has the rule. */
  known: Promise<void>
}

/** An address a name resolved to, and its TTL in seconds. */
export interface ResolvedAddress {
  address: number
  ttl: number
}

/** An address stays open this long after its TTL: a function that looked it up last still has to connect. */
const GRACE_S = 60
const MIN_S = 120
const MAX_S = 86_400

/** Assigns policies to slots. Slots of equal policy share its rules and the addresses opened for its names. */
export class Policies {
  readonly #rules: Rules
  readonly #hostNetworks: readonly Range[]
  readonly #byKey = new Map<string, Live>()
  readonly #bySlot = new Map<string, Live>()
  /** Changes the kernel has not confirmed, by slot. */
  readonly #changes = new Map<string, Promise<void>>()
  #ids = 0

  constructor(rules: Rules, hostNetworks: readonly Range[]) {
    this.#rules = rules
    this.#hostNetworks = hostNetworks
  }

  /** Resolves once the kernel enforces the policy for the slot. Null: the slot reaches nothing. */
  async assign(slot: string, policy: Policy | null): Promise<void> {
    const before = this.#bySlot.get(slot)
    const key = policy === null || isEmpty(policy) ? null : policyKey(policy)
    if (key === (before?.key ?? null)) return this.#changes.get(slot)
    const statements: string[] = []
    if (before !== undefined) statements.push(unassignSlot(slot, before.id))
    this.#bySlot.delete(slot)
    let live: Live | undefined
    if (policy !== null && key !== null) {
      live = this.#byKey.get(key)
      if (live === undefined) {
        live = { id: ++this.#ids, key, policy, slots: 0, opened: new Map() }
        this.#byKey.set(key, live)
        statements.push(addPolicy(live.id, policy))
      }
      live.slots++
      this.#bySlot.set(slot, live)
      statements.push(assignSlot(slot, live.id))
    }
    if (before !== undefined && --before.slots === 0) {
      this.#byKey.delete(before.key)
      statements.push(removePolicy(before.id, before.policy))
    }
    const change = this.#rules.change(statements.join('\n'))
    this.#changes.set(slot, change)
    try {
      await change
    } catch (error) {
      // The kernel rejected the whole change, so the previous policy still holds.
      this.#revert(slot, before)
      throw error
    } finally {
      if (this.#changes.get(slot) === change) this.#changes.delete(slot)
    }
  }

  /** All rules, for an empty table. */
  statements(): string {
    const now = Date.now() / 1000
    const statements: string[] = []
    for (const { id, policy, opened } of this.#byKey.values()) {
      statements.push(addPolicy(id, policy))
      for (const { until, set, address, port } of opened.values())
        if (until > now) statements.push(openName(id, set, address, port, Math.ceil(until - now)))
    }
    for (const [slot, { id }] of this.#bySlot) statements.push(assignSlot(slot, id))
    return statements.join('\n')
  }

  #revert(slot: string, before: Live | undefined): void {
    const refused = this.#bySlot.get(slot)
    if (refused !== undefined && --refused.slots === 0) this.#byKey.delete(refused.key)
    this.#bySlot.delete(slot)
    if (before === undefined) return
    before.slots++
    this.#byKey.set(before.key, before)
    this.#bySlot.set(slot, before)
  }

  /** Whether this slot may look up this name. */
  mayLookUp(slot: string, name: string): boolean {
    const live = this.#bySlot.get(slot)
    return live !== undefined && openedBy(live.policy, name) !== null
  }

  /**
   * Opens the addresses of a name as far as the policy allows, and returns those the slot may reach. Resolves once the
   * kernel has the rules.
   */
  async open(slot: string, name: string, addresses: readonly ResolvedAddress[]): Promise<Set<number>> {
    const live = this.#bySlot.get(slot)
    const opens = live === undefined ? null : openedBy(live.policy, name)
    const reachable = new Set<number>()
    if (live === undefined || opens === null) return reachable
    const known: Promise<void>[] = []
    const note = (set: NameSet, { address, ttl }: ResolvedAddress, port: number | null) => {
      const now = Date.now() / 1000
      const key = `${set} ${address} ${port}`
      const before = live.opened.get(key)
      // Write it again only when the remaining time is too short.
      if (before !== undefined && before.until - now > Math.min(MAX_S, ttl) + GRACE_S / 2) {
        known.push(before.known)
        return
      }
      const seconds = Math.min(MAX_S, Math.max(MIN_S, ttl + GRACE_S))
      const opening = {
        set,
        address,
        port,
        until: now + seconds,
        known: this.#rules.change(openName(live.id, set, address, port, seconds)),
      }
      live.opened.set(key, opening)
      known.push(
        opening.known.catch((error) => {
          live.opened.delete(key)
          throw error
        }),
      )
    }
    const opened = live.policy.opened.map((target) => target.range)
    for (const resolved of addresses) {
      const range = { first: resolved.address, last: resolved.address }
      for (const port of opens.trusted) note(port === null ? 'trustedAny' : 'trusted', resolved, port)
      if (isPublic(range, this.#hostNetworks)) {
        if (!live.policy.internet)
          for (const port of opens.names) note(port === null ? 'namesAny' : 'names', resolved, port)
      } else if (opens.trusted.length === 0 && !contains(opened, range)) {
        continue
      }
      reachable.add(resolved.address)
    }
    this.#forget(live)
    await Promise.all(known)
    return reachable
  }

  #forget({ opened }: Live): void {
    const now = Date.now() / 1000
    if (opened.size > 1024) for (const [key, { until }] of opened) if (until < now) opened.delete(key)
  }
}
