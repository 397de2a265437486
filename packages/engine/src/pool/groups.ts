import type { Revision } from '@alcove/contract'
import { Group, groupKey } from './group.ts'
import type { Ledger } from './ledger.ts'
import type { PooledInstance } from './pooled-instance.ts'

/** The revisions that have instances or calls. */
export class Groups<I extends PooledInstance> {
  readonly #ledger: Ledger
  readonly #slotsOf: (revision: Revision) => number
  readonly #current = new Map<string, Group<I>>()
  /** Closed to new calls, until their running and waiting calls are done. */
  readonly #retired = new Set<Group<I>>()
  /** Callers pass the same object for the same revision over and over: it saves building the key. */
  readonly #known = new WeakMap<Revision, Group<I>>()

  constructor(ledger: Ledger, slotsOf: (revision: Revision) => number) {
    this.#ledger = ledger
    this.#slotsOf = slotsOf
  }

  /** Those that calls can reach. */
  get current(): Iterable<Group<I>> {
    return this.#current.values()
  }

  *all(): Iterable<Group<I>> {
    yield* this.#current.values()
    yield* this.#retired
  }

  /** @param onOutdated called for groups of the same revision under what its space allowed before */
  of(revision: Revision, onOutdated: (group: Group<I>) => void): Group<I> {
    const known = this.#known.get(revision)
    if (known !== undefined && this.#current.get(known.key) === known) return known
    const key = groupKey(revision)
    let group = this.#current.get(key)
    if (group === undefined) {
      const use = this.#ledger.use(revision.functionId, revision.spaceId)
      group = new Group(key, revision, use, this.#slotsOf(revision))
      this.#current.set(key, group)
      for (const other of this.#current.values()) {
        // A late call of an old revision must not end instances that are kept ready for later calls.
        const outdated = other !== group && other.use === use && other.revision.id === revision.id && !other.keepReady
        if (outdated) onOutdated(other)
      }
    }
    this.#known.set(revision, group)
    return group
  }

  find(revision: Revision): Group<I> | undefined {
    return this.#current.get(groupKey(revision))
  }

  retire(group: Group<I>): void {
    this.#current.delete(group.key)
    this.#retired.add(group)
    group.retired = true
  }

  forgetIfEmpty(group: Group<I>): void {
    if (!group.isEmpty || (group.keepReady && !group.retired)) return
    group.cancelRecheck()
    const known = this.#current.get(group.key) === group ? this.#current.delete(group.key) : this.#retired.delete(group)
    if (known) this.#ledger.forget(group.use)
  }
}
