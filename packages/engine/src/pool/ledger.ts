import type { Holdings } from './share-out.ts'

/** What one function has and does, all of its revisions together. */
export interface FunctionUse {
  id: string
  space: string
  mb: number
  /** Calls admitted and not yet done. */
  inFlight: number
  /** Groups that refer to it. */
  groups: number
}

/** Who has how much of the machine. */
export class Ledger implements Holdings {
  readonly #spaces = new Map<string, number>()
  readonly #functions = new Map<string, FunctionUse>()
  #instancesMb = 0
  #blanksMb = 0
  #instances = 0

  /** Memory of instances, those on their way included, and of sandboxes that wait to become some. */
  get usedMb(): number {
    return this.#instancesMb + this.#blanksMb
  }

  get instances(): number {
    return this.#instances
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

  add(use: FunctionUse, mb: number): void {
    this.#change(use, mb, 1)
  }

  remove(use: FunctionUse, mb: number): void {
    this.#change(use, -mb, -1)
  }

  addBlank(mb: number): void {
    this.#blanksMb += mb
  }

  removeBlank(mb: number): void {
    this.#blanksMb -= mb
  }

  ofSpace(space: string): number {
    return this.#spaces.get(space) ?? 0
  }

  ofFunction(fn: string): number {
    return this.#functions.get(fn)?.mb ?? 0
  }

  #change(use: FunctionUse, mb: number, count: number): void {
    use.mb += mb
    this.#instancesMb += mb
    this.#instances += count
    const left = (this.#spaces.get(use.space) ?? 0) + mb
    if (left === 0) this.#spaces.delete(use.space)
    else this.#spaces.set(use.space, left)
  }
}
