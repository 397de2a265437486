import { performance } from 'node:perf_hooks'
import { numberToAddress, SLOTS } from './addresses.ts'
import { DNS_ADDRESS } from './network.ts'
import type { Router } from './router.ts'
import { ShellGone } from './shell.ts'

/** Slots kept ready, and slots created per batch. */
const READY = 16
const BATCH = 8
/** Creating slots uses CPU time that a burst of starts needs, so wait until none was taken for this long. */
const QUIET_MS = 250
/** The first 256 addresses are reserved for services such as the forwarder. */
const FIRST = SLOTS.first + 256
const COUNT = SLOTS.last - FIRST

export interface Slot {
  name: string
  address: string
}

/** Network namespaces linked to the router, created ahead so that starts do not wait. */
export class Slots {
  readonly #router: Router
  readonly #mtu: number
  readonly #log: (line: object) => void
  readonly #prepare: (slots: readonly Slot[]) => Promise<void>
  readonly #ready: Slot[] = []
  readonly #waiting: { resolve(slot: Slot): void; reject(error: Error): void }[] = []
  readonly #taken = new Set<string>()
  #made = 0
  #making = false
  #takenAt = -Infinity
  #later: NodeJS.Timeout | undefined

  /** @param options.prepare further preparation of new slots */
  constructor(options: {
    router: Router
    mtu: number
    prepare(slots: readonly Slot[]): Promise<void>
    log(line: object): void
  }) {
    this.#router = options.router
    this.#mtu = options.mtu
    this.#prepare = options.prepare
    this.#log = options.log
    void this.#refill()
  }

  take(): Promise<Slot> {
    this.#takenAt = performance.now()
    const ready = this.#ready.shift()
    if (ready !== undefined) {
      this.#refillLater()
      return Promise.resolve(ready)
    }
    void this.#refill()
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  /** Leaves only the loopback, as in a sandbox that never had a network: connecting fails with ENETUNREACH. */
  async cut(slot: Slot): Promise<void> {
    await this.#router.host.run(`ip -n ${slot.name} link set eth0 down`)
    // Deleting the link takes the kernel five times as long as setting it down, and nobody waits for it.
    this.#router.host.run(removeLink(slot)).catch((error: Error) => {
      if (this.#router.host.closed) return
      this.#log({ level: 'warn', message: 'An unused network interface was left', error: error.message })
    })
  }

  /** The namespace ends with its last process, and its link with the namespace. */
  async remove(slot: Slot): Promise<void> {
    await this.#router.host.run(removal([slot]))
    this.#taken.delete(slot.address)
  }

  #refillLater(): void {
    clearTimeout(this.#later)
    this.#later = setTimeout(() => void this.#refill(), QUIET_MS).unref()
  }

  /** Whether to create slots now. */
  get #refillNeeded(): boolean {
    const calm = performance.now() - this.#takenAt >= QUIET_MS
    return this.#waiting.length > 0 || (calm && this.#ready.length <= READY - BATCH)
  }

  async #refill(): Promise<void> {
    if (this.#making) return
    this.#making = true
    try {
      while (this.#refillNeeded) {
        // oxlint-disable-next-line no-await-in-loop -- one batch at a time
        this.#ready.push(...(await this.#make()))
        while (this.#waiting.length > 0 && this.#ready.length > 0) this.#waiting.shift()!.resolve(this.#ready.shift()!)
      }
      if (this.#ready.length <= READY - BATCH) this.#refillLater()
    } catch (error) {
      if (!this.#router.host.closed) {
        this.#log({ level: 'error', message: 'No network namespaces could be made', error: (error as Error).message })
      }
      for (const { reject } of this.#waiting.splice(0)) reject(error as Error)
    } finally {
      this.#making = false
    }
  }

  async #make(): Promise<Slot[]> {
    const slots = Array.from({ length: BATCH }, () => this.#next())
    try {
      const shell = await this.#router.host.current()
      await shell.run(creation(slots, this.#mtu))
      await this.#prepare(slots)
      return slots
    } catch (error) {
      // Some of the batch may exist.
      await this.#router.host.run(removal(slots)).catch(() => {})
      for (const { address } of slots) this.#taken.delete(address)
      // Callers wait for the next attempt.
      if (error instanceof ShellGone) return []
      throw error
    }
  }

  #next(): Slot {
    let address
    do address = numberToAddress(FIRST + (this.#made++ % COUNT))
    while (this.#taken.has(address))
    this.#taken.add(address)
    return { name: `s${this.#made}`, address }
  }
}

/** The sandbox may have ended, and the namespace with it. */
const removeLink = ({ name }: Slot) => `[ ! -e /run/netns/${name} ] || ip -n ${name} link delete eth0`

/** Ignores slots that are gone already: this may be the second attempt. */
function removal(slots: readonly Slot[]): string {
  return slots.map(({ name }) => `[ ! -e /run/netns/${name} ] || ip netns delete ${name}`).join('\n')
}

/**
 * Each slot has its own address and the router as its only neighbour. Without a bridge, slots cannot see each other's
 * traffic. IPv6 exists only on the loopback.
 */
function creation(slots: readonly Slot[], mtu: number): string {
  const inside = ({ name, address }: Slot) => `ip -n ${name} -batch - <<'.'
link set lo up
link add eth0 mtu ${mtu} type veth peer name ${name} mtu ${mtu} netns router
link set eth0 addrgenmode none
address add ${address}/32 dev eth0
link set eth0 up
route add ${DNS_ADDRESS} dev eth0
route add default via ${DNS_ADDRESS}
.`
  const atRouter = ({ name, address }: Slot) => `link set ${name} addrgenmode none
link set ${name} up
route add ${address} dev ${name}`
  return `( set -e
ip -batch - <<'.'
${slots.map(({ name }) => `netns add ${name}`).join('\n')}
.
${slots.map(inside).join('\n')}
ip -n router -batch - <<'.'
${slots.map(atRouter).join('\n')}
.
)`
}
