import type { Holdings } from './rules/allocate.ts'

/** What one function holds and does, all of its revisions together. */
export interface FunctionUse {
  id: string
  space: string
  mb: number
  /** Calls admitted and not yet done. */
  inFlight: number
  /** Groups that refer to it. */
  groups: number
}

/**
 * Who holds how much of the machine. What is being ended takes memory until nothing is left of it, but its function and
 * space no longer hold it: `leaving` is the memory and the instances that will be free in a moment.
 */
export class Ledger implements Holdings {
  readonly #spaces = new Map<string, number>()
  readonly #functions = new Map<string, FunctionUse>()
  #heldMb = 0
  #prewarmedMb = 0
  #leavingMb = 0
  #drainingMb = 0
  #held = 0
  #leaving = 0
  #draining = 0

  /** Memory of instances and prewarmed sandboxes, starting and leaving ones included. */
  get usedMb(): number {
    return this.#heldMb + this.#prewarmedMb + this.#leavingMb
  }

  get leavingMb(): number {
    return this.#leavingMb
  }

  /** Starting and leaving ones included. */
  get instances(): number {
    return this.#held + this.#leaving
  }

  get leavingInstances(): number {
    return this.#leaving
  }

  /** Memory of instances that end once their calls are done. */
  get drainingMb(): number {
    return this.#drainingMb
  }

  get drainingInstances(): number {
    return this.#draining
  }

  use(id: string, space: string): FunctionUse {
    let use = this.#functions.get(id)
    if (use === undefined) {
      use = { id, space, mb: 0, inFlight: 0, groups: 0 }
      this.#functions.set(id, use)
    }
    use.groups += 1
    return use
  }

  forget(use: FunctionUse): void {
    use.groups -= 1
    if (use.groups === 0) this.#functions.delete(use.id)
  }

  /** An instance starts. */
  add(use: FunctionUse, mb: number): void {
    this.#change(use, mb, 1)
  }

  /** A start failed before there was an instance. */
  remove(use: FunctionUse, mb: number): void {
    this.#change(use, -mb, -1)
  }

  drain(mb: number): void {
    this.#drainingMb += mb
    this.#draining += 1
  }

  drained(mb: number): void {
    this.#drainingMb -= mb
    this.#draining -= 1
  }

  /** An instance is being ended. */
  leave(use: FunctionUse, mb: number): void {
    this.#change(use, -mb, -1)
    this.#leavingMb += mb
    this.#leaving += 1
  }

  /** Nothing is left of the instance. */
  gone(mb: number): void {
    this.#leavingMb -= mb
    this.#leaving -= 1
  }

  addPrewarmed(mb: number): void {
    this.#prewarmedMb += mb
  }

  /** It became an instance, or its start failed. */
  removePrewarmed(mb: number): void {
    this.#prewarmedMb -= mb
  }

  leavePrewarmed(mb: number): void {
    this.#prewarmedMb -= mb
    this.#leavingMb += mb
  }

  prewarmedGone(mb: number): void {
    this.#leavingMb -= mb
  }

  ofSpace(space: string): number {
    return this.#spaces.get(space) ?? 0
  }

  ofFunction(fn: string): number {
    return this.#functions.get(fn)?.mb ?? 0
  }

  #change(use: FunctionUse, mb: number, count: number): void {
    use.mb += mb
    this.#heldMb += mb
    this.#held += count
    const left = (this.#spaces.get(use.space) ?? 0) + mb
    if (left === 0) this.#spaces.delete(use.space)
    else this.#spaces.set(use.space, left)
  }
}
