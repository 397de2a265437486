import type { InstanceEndReason, Revision } from '@alcove/contract'
import { groupKey } from '../group.ts'
import type { Pool } from '../pool.ts'
import { backOffMs } from '../rules/back-off.ts'
import type { FakeInstance } from './fake-instance.ts'
import { EXPLAIN_MS, PREPARE_MS, type Call, type Fn, type Place, type World } from './world.ts'

export const SWEEP_MS = 500

/** What a pool promises. Calls `fail` for each promise that it breaks. */
export class Promises {
  readonly #world: World
  readonly #fail: (what: string) => void

  constructor(world: World, fail: (what: string) => void) {
    this.#world = world
    this.#fail = fail
  }

  /** After each step. */
  step(pool: Pool<FakeInstance>): void {
    const { memoryBudgetMb, maxInstances, maxStarting, maxWaiting } = this.#world.limits
    const now = this.#world.clock.now()
    const ledger = this.#world.ledger
    let usedMb = this.#world.prewarmedMb
    const living = new Map<string, number>()
    for (const { key, mb, instance } of this.#world.places) {
      usedMb += mb
      if (instance?.stopped !== true) living.set(key, (living.get(key) ?? 0) + 1)
      if (instance === null) continue
      if (instance.leases !== instance.calls.size) {
        this.#fail(`${instance.id} has ${instance.leases} leases and ${instance.calls.size} calls`)
      }
      if (instance.leases > instance.revision.scaling.concurrency) this.#fail(`${instance.id} has too many calls`)
    }
    if (ledger.usedMb !== usedMb) this.#fail(`the ledger has ${ledger.usedMb} MB in use rather than ${usedMb}`)
    if (ledger.instances !== this.#world.places.size) {
      this.#fail(`the ledger has ${ledger.instances} instances rather than ${this.#world.places.size}`)
    }
    if (usedMb > memoryBudgetMb) this.#fail(`${usedMb} MB are in use`)
    if (this.#world.places.size > maxInstances) this.#fail(`there are ${this.#world.places.size} instances`)
    if (pool.starting > maxStarting) this.#fail(`${pool.starting} instances start`)

    if (this.#world.started.length > 0 && !this.#world.started.includes(true)) {
      const heldMb = usedMb - ledger.leavingMb
      if (heldMb > (memoryBudgetMb * 7) / 8) this.#fail(`${heldMb} MB are held, some of them are for first instances`)
      if (pool.starting >= maxStarting) this.#fail('the last start was not for a first instance')
    }
    this.#world.started = []

    for (const fn of this.#world.functions) {
      // A revision that was replaced and has come back may have an old group, which runs out, beside the new one.
      const groups = fn.changes + 1
      let heldMb = 0
      for (const { fn: owner, mb, instance } of this.#world.places) {
        if (owner.space === fn.space && instance?.stopped !== true) heldMb += mb
      }
      if (ledger.ofSpace(fn.space) !== heldMb) {
        this.#fail(`the ledger has ${ledger.ofSpace(fn.space)} MB for ${fn.space} rather than ${heldMb}`)
      }
      for (const revision of new Set(fn.revisions)) {
        const most = revision.scaling.maxInstances * groups
        const count = living.get(groupKey(revision)) ?? 0
        if (count > most) this.#fail(`${revision.id} has ${count} instances`)
      }
    }

    const waiting = new Map<string, number>()
    for (const call of this.#world.waiting) {
      this.wait(call)
      waiting.set(call.fn.id, (waiting.get(call.fn.id) ?? 0) + 1)
    }
    const queued = new Map(pool.queues(now).map((queue) => [queue.functionId, queue.waiting]))
    for (const fn of this.#world.functions) {
      const count = waiting.get(fn.id) ?? 0
      if (queued.get(fn.id) === 0) this.#fail(`a queue of ${fn.id} is empty`)
      if ((queued.get(fn.id) ?? 0) !== count)
        this.#fail(`${count} calls of ${fn.id} wait, ${queued.get(fn.id)} in queues`)
      if (count > maxWaiting * (fn.changes + 1)) this.#fail(`${count} calls of ${fn.id} wait`)
      this.#fairness(fn, count)
    }
  }

  wait(call: Call): void {
    const { maxWaitMs, startMs, freezeAfterMs } = this.#world.limits
    const waited = this.#world.clock.now() - call.since
    const most = maxWaitMs + PREPARE_MS + startMs + EXPLAIN_MS + Math.max(5, freezeAfterMs / 2)
    if (waited > most) this.#fail(`call ${call.id} has waited for ${waited} ms`)
  }

  /** A function of a space that has nothing gets an instance in time when another space has enough to give one up. */
  #fairness(fn: Fn, waiting: number): void {
    const now = this.#world.clock.now()
    const owed = waiting > 0 && !this.#world.closing && this.#world.ledger.ofSpace(fn.space) === 0 && this.#hasGiver(fn)
    if (!owed) {
      fn.owedSince = null
      return
    }
    fn.owedSince ??= now
    const { startMs, stopMs, longestCallMs } = this.#world.limits
    const soon = longestCallMs + 2 * (stopMs + startMs + PREPARE_MS) + 2 * SWEEP_MS
    if (now - fn.owedSince > soon) this.#fail(`${fn.space} has had nothing for ${now - fn.owedSince} ms`)
  }

  /** Whether a function of another space can give up what this one needs and still hold as much. */
  #hasGiver(fn: Fn): boolean {
    const neededMb = fn.revisions.at(-1)!.memoryMb
    return this.#world.functions.some(({ space, revisions, keepReady }) => {
      const { memoryMb, scaling } = revisions.at(-1)!
      const key = groupKey(revisions.at(-1)!)
      const there = [...this.#world.places].filter(
        (place) => place.key === key && place.instance?.stopped !== true,
      ).length
      const spare = there - (keepReady ? scaling.minInstances : 0)
      const count = Math.ceil(neededMb / memoryMb)
      return space !== fn.space && count <= spare && this.#world.ledger.ofSpace(space) - count * memoryMb >= neededMb
    })
  }

  end({ fn, key }: Place, reason: InstanceEndReason): void {
    const { scaling } = fn.revisions.at(-1)!
    if (reason !== 'evicted' || !fn.keepReady || key !== groupKey(fn.revisions.at(-1)!)) return
    const left = [...this.#world.places].filter((place) => place.key === key && place.instance?.stopped !== true).length
    if (left < scaling.minInstances) this.#fail(`an instance of ${fn.id} that was to be kept ready was evicted`)
  }

  backOff({ fn, key }: Place): void {
    const failures = fn.failures.get(key)
    // A revision that has come back may have an old group with the same key: whose failures they are is not known.
    const cameBack = fn.revisions.filter((revision) => groupKey(revision) === key).length > 1
    if (failures === undefined || cameBack) return
    const since = this.#world.clock.now() - failures.at
    if (since < backOffMs(failures.count)) {
      this.#fail(`${fn.id} is started again ${since} ms after failure ${failures.count}, and no call waits`)
    }
  }

  /** Once everything has come to rest. */
  minimum(): void {
    const kept = this.#world.functions.filter(({ keepReady }) => keepReady)
    if (
      this.#world.limits.prewarm > 0 ||
      this.#world.limits.maxAgeMs < 1e9 ||
      kept.some(({ startFails, dies }) => startFails + dies > 0)
    )
      return
    const sum = (of: (revision: Revision) => number) =>
      kept.reduce((total, { revisions }) => total + of(revisions.at(-1)!), 0)
    const { memoryBudgetMb, maxInstances } = this.#world.limits
    if (sum(({ memoryMb, scaling }) => memoryMb * scaling.minInstances) > (memoryBudgetMb * 7) / 8) return
    if (sum(({ scaling }) => scaling.minInstances) > maxInstances) return
    for (const { revisions } of kept) {
      const revision = revisions.at(-1)!
      const there = [...this.#world.places].filter(
        ({ key, instance }) => key === groupKey(revision) && instance?.stopped !== true,
      )
      if (there.length < revision.scaling.minInstances) this.#fail(`${revision.id} has only ${there.length} instances`)
    }
  }
}
