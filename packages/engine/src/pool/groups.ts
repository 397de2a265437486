import type { Revision } from '@alcove/contract'
import { Group, groupKey } from './group.ts'
import type { Ledger } from './ledger.ts'

/** Which revisions there are instances of, or calls for. */
export class Groups {
  readonly #ledger: Ledger
  readonly #slotsOf: (revision: Revision) => number
  readonly #current = new Map<string, Group>()
  /** Out of reach for new calls; what runs or waits in them comes to its end. */
  readonly #retired = new Set<Group>()
  /** The same revision arrives as the same object, over and over. */
  readonly #known = new WeakMap<Revision, Group>()

  constructor(ledger: Ledger, slotsOf: (revision: Revision) => number) {
    this.#ledger = ledger
    this.#slotsOf = slotsOf
  }

  /** Those that calls can reach. */
  get current(): Iterable<Group> {
    return this.#current.values()
  }

  *all(): Iterable<Group> {
    yield* this.#current.values()
    yield* this.#retired
  }

  /** @param onOutdated told of groups of the same revision under what its space allowed before */
  of(revision: Revision, onOutdated: (group: Group) => void): Group {
    const known = this.#known.get(revision)
    if (known !== undefined && this.#current.get(known.key) === known) return known
    const key = groupKey(revision)
    let group = this.#current.get(key)
    if (group === undefined) {
      const use = this.#ledger.use(revision.functionId, revision.spaceId)
      group = new Group(key, revision, use, this.#slotsOf(revision))
      this.#current.set(key, group)
      for (const other of this.#current.values()) {
        if (other !== group && other.use === use && other.revision.id === revision.id) onOutdated(other)
      }
    }
    this.#known.set(revision, group)
    return group
  }

  find(revision: Revision): Group | undefined {
    return this.#current.get(groupKey(revision))
  }

  retire(group: Group): void {
    this.#current.delete(group.key)
    this.#retired.add(group)
    group.retired = true
  }

  forgetIfEmpty(group: Group): void {
    if (!group.isEmpty || (group.keepReady && !group.retired)) return
    if (group.again !== null) clearTimeout(group.again)
    group.again = null
    const known = this.#current.get(group.key) === group ? this.#current.delete(group.key) : this.#retired.delete(group)
    if (known) this.#ledger.forget(group.use)
  }
}
