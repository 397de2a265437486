import type { Revision } from '@alcove/contract'
import { expect, test } from 'vitest'
import { Ledger } from './ledger.ts'
import { Pool, type Lease, type PoolOptions } from './pool.ts'
import { FakeClock } from './testing/fake-clock.ts'
import { CRASHED, FakeInstance } from './testing/fake-instance.ts'
import { revisionOf } from './testing/revision-of.ts'

const STOP_MS = 20

/** A pool whose instances are created at once, load as long as the test says, and take 20 ms to stop. */
function startPool(given: Partial<PoolOptions<FakeInstance>> = {}, makeMs = 0) {
  const clock = new FakeClock()
  const ledger = new Ledger()
  const made: FakeInstance[] = []
  const pool = new Pool<FakeInstance>({
    clock,
    ledger,
    memoryBudgetMb: 1024,
    maxInstances: 100,
    maxStarting: 100,
    maxWaiting: 100,
    maxWaitMs: 10_000,
    freezeAfterMs: 50,
    maxAgeMs: 1e9,
    maxInvocations: 1e9,
    prewarmed: { evictables: () => [], onGone() {} },
    slotsOf: ({ scaling }) => scaling.concurrency,
    async create(revision) {
      if (makeMs > 0) await new Promise<void>((resolve) => clock.after(makeMs, resolve))
      const id = `i${made.length + 1}`
      const instance = new FakeInstance({
        id,
        revision,
        start: 'cold',
        clock,
        stopMs: STOP_MS,
        stopFails: false,
        onGone() {},
      })
      made.push(instance)
      return instance
    },
    explain: async (outcome) => outcome,
    onEnded() {},
    log() {},
    ...given,
  })
  const of = (revision: Revision) => made.filter((instance) => instance.revision === revision)
  /** Runs the timers that are due within so long. */
  const pass = async (ms: number) => {
    let over = false
    clock.after(ms, () => (over = true))
    await turn()
    while (!over) {
      clock.step()
      await turn()
    }
  }
  /** Starts this many calls, each with an instance of its own, and ends once they have it. */
  const fill = async (revision: Revision, calls: number) => {
    const leases = Array.from({ length: calls }, () => acquire(revision))
    await turn()
    for (const instance of of(revision)) instance.becomeReady()
    return Promise.all(leases)
  }
  const acquire = async (revision: Revision, signal?: AbortSignal): Promise<Lease<FakeInstance>> => {
    const lease = await pool.acquire(revision, signal)
    lease.instance.begin(() => {})
    return lease
  }
  return { pool, clock, ledger, of, pass, fill, acquire }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('an instance that replaces an evicted one starts when nothing is left of that', async () => {
  const { pool, ledger, of, pass, fill, acquire } = startPool({ memoryBudgetMb: 256 })
  const [old, next] = [revisionOf('a/f', { memoryMb: 256 }), revisionOf('b/g', { memoryMb: 256 })]
  const [lease] = await fill(old, 1)
  pool.release(lease!, 1)
  const call = acquire(next)
  await pass(STOP_MS - 1)
  expect(of(old)[0]!.stopped).toBe(true)
  expect(of(next)).toEqual([])
  expect(ledger.usedMb).toBe(256)
  await pass(1)
  expect(ledger.usedMb).toBe(256)
  of(next)[0]!.becomeReady()
  expect((await call).instance).toBe(of(next)[0])
})

test('one evicted instance is enough for a demand, however often it is asked for while that one stops', async () => {
  const { pool, of, fill, acquire, pass } = startPool({ memoryBudgetMb: 512 })
  const [old, next] = [revisionOf('a/f'), revisionOf('b/g', { scaling: { maxInstances: 1 } })]
  for (const lease of await fill(old, 3)) pool.release(lease, 1)
  await fill(revisionOf('c/h'), 1)
  for (let calls = 0; calls < 3; calls++) void acquire(next)
  await pass(STOP_MS)
  expect(of(old).filter(({ stopped }) => stopped)).toHaveLength(1)
  expect(of(next)).toHaveLength(1)
})

test('a call waits no longer than it may while starts for others that wait with it go on', async () => {
  const { of, acquire, pass } = startPool({ maxWaitMs: 1000, maxStarting: 2 })
  const revision = revisionOf('a/f')
  const calls = [acquire(revision), acquire(revision)]
  const [, second] = await Promise.all([pass(1100), calls[1]!.catch(String)])
  expect(second).toMatch('This machine could not start instances fast enough')
  of(revision)[0]!.becomeReady()
  expect((await calls[0]!).instance).toBe(of(revision)[0])
})

test('calls that need instances of their own wait for no busy one', async () => {
  const { pool, acquire, pass, of } = startPool()
  const revision = revisionOf('a/one', { oneCall: true, scaling: { concurrency: 1 } })
  const first = acquire(revision)
  await pass(1)
  of(revision)[0]!.becomeReady()
  pool.release(await first, 1)
  const calls = [acquire(revision), acquire(revision)]
  await turn()
  expect(of(revision)).toHaveLength(3)
  for (const instance of of(revision)) instance.becomeReady()
  await Promise.all(calls)
})

test('calls that ask for instances of their own get one each, also those that wait', async () => {
  const { pool, acquire, pass, of } = startPool()
  const revision = revisionOf('a/one', { oneCall: true, scaling: { concurrency: 1, maxInstances: 1 } })
  const first = acquire(revision)
  const second = acquire(revision)
  await pass(1)
  of(revision)[0]!.becomeReady()
  pool.release(await first, 1)
  await pass(STOP_MS * 2)
  of(revision)[1]!.becomeReady()
  expect((await second).instance).toBe(of(revision)[1])
  expect(of(revision)[0]).toMatchObject({ stopped: true, invocations: 1 })
})

test('an instance serves a call that waited for it before it makes room for somebody who has less', async () => {
  const { pool, of, fill, acquire, pass } = startPool({ memoryBudgetMb: 256, maxInstances: 2 })
  const [rich, poor] = [revisionOf('a/f', { memoryMb: 64 }), revisionOf('b/g', { memoryMb: 64 })]
  const [first] = await fill(rich, 1)
  const second = acquire(rich)
  await turn()
  const call = acquire(poor)
  await pass(10)
  of(rich)[1]!.becomeReady()
  pool.release(await second, 1)
  expect(of(rich).map(({ stopped }) => stopped)).toEqual([false, true])
  await pass(STOP_MS)
  of(poor)[0]!.becomeReady()
  pool.release(await call, 1)
  pool.release(first!, 1)
})

test('one instance makes room for one call, when several become free at once', async () => {
  const { pool, of, fill, acquire, pass } = startPool({ memoryBudgetMb: 1024 })
  const [rich, poor] = [revisionOf('a/f'), revisionOf('b/g', { memoryMb: 256 })]
  const leases = await fill(rich, 7)
  const call = acquire(poor)
  await turn()
  for (const lease of leases) pool.release(lease, 1)
  expect(of(rich).filter(({ stopped }) => stopped)).toHaveLength(1)
  await pass(STOP_MS)
  of(poor)[0]!.becomeReady()
  await call
})

test('shared instances drain only as far as a waiting call needs', async () => {
  const { pool, of, fill, acquire } = startPool({ memoryBudgetMb: 512 })
  const [rich, poor] = [revisionOf('a/f', { scaling: { concurrency: 2 } }), revisionOf('b/g')]
  const leases = await fill(rich, 6)
  expect(of(rich)).toHaveLength(3)
  await fill(revisionOf('c/h'), 1)
  void acquire(poor)
  await turn()
  for (const instance of of(rich))
    pool.release(
      leases.find((lease) => lease.instance === instance)!,
      1,
    )
  expect(leases[0]!.group.draining.size).toBe(1)
})

test('nobody gives an instance up for calls that have been cancelled', async () => {
  const { pool, of, fill, acquire } = startPool({ memoryBudgetMb: 512, maxInstances: 4 })
  const [rich, poor] = [revisionOf('a/f'), revisionOf('b/g')]
  const leases = await fill(rich, 3)
  await fill(revisionOf('c/h'), 1)
  const abort = new AbortController()
  const call = acquire(poor, abort.signal)
  await turn()
  abort.abort()
  await expect(call).rejects.toThrow('cancelled')
  for (const lease of leases) pool.release(lease, 1)
  expect(of(rich).map(({ stopped }) => stopped)).toEqual([false, false, false])
})

test('instances that are to be kept ready are not given up', async () => {
  const { pool, of, fill, acquire, pass } = startPool({ memoryBudgetMb: 512 })
  const [kept, poor] = [revisionOf('a/f', { scaling: { minInstances: 3 } }), revisionOf('b/g')]
  pool.serve('a/f', [{ revision: kept, keepReady: true, prepare: false }])
  const leases = await fill(kept, 3)
  await fill(revisionOf('c/h'), 1)
  void acquire(poor)
  await pass(0)
  for (const lease of leases) pool.release(lease, 1)
  expect(of(kept).map(({ stopped }) => stopped)).toEqual([false, false, false])
})

test('an instance that drains stays when the group needs it for its minimum', async () => {
  const { pool, of, fill, acquire, pass } = startPool({ memoryBudgetMb: 512 })
  const [kept, poor] = [revisionOf('a/f', { scaling: { minInstances: 1, concurrency: 2 } }), revisionOf('b/g')]
  pool.serve('a/f', [{ revision: kept, keepReady: true, prepare: false }])
  const leases = await fill(kept, 6)
  await fill(revisionOf('c/h'), 1)
  const abort = new AbortController()
  const call = acquire(poor, abort.signal).catch(String)
  await turn()
  const [first, second, third] = of(kept)
  const ofFirst = leases.filter(({ instance }) => instance === first)
  pool.release(ofFirst[0]!, 1)
  expect([...ofFirst[0]!.group.draining]).toEqual([first])
  abort.abort()
  expect(await call).toMatch('cancelled')
  second!.die(CRASHED)
  third!.die(CRASHED)
  for (const lease of leases) if (lease.instance !== first) pool.release(lease, 1)
  await pass(STOP_MS)
  pool.release(ofFirst[1]!, 1)
  expect(first!.stopped).toBe(false)
  expect((await pool.acquire(kept, undefined)).instance).toBe(first)
})

test('a large demand gets what several small instances give up, although others ask for that too', async () => {
  const { pool, of, fill, acquire, pass } = startPool({ memoryBudgetMb: 1024 })
  const [rich, poor] = [revisionOf('a/f', { memoryMb: 64 }), revisionOf('b/g', { memoryMb: 384 })]
  const leases = await fill(rich, 14)
  for (let calls = 0; calls < 10; calls++) void acquire(rich)
  const call = acquire(poor)
  await turn()
  for (const lease of leases) {
    pool.release(lease, 1)
    await pass(STOP_MS)
    if (of(poor).length > 0) break
  }
  of(poor)[0]!.becomeReady()
  expect((await call).instance.revision).toBe(poor)
})

test('calls that wait for an instance that dies get another one before nothing is left of it', async () => {
  const { of, fill, acquire, pass, pool } = startPool()
  const revision = revisionOf('a/f', { scaling: { maxInstances: 1 } })
  const [lease] = await fill(revision, 1)
  const call = acquire(revision)
  of(revision)[0]!.die(CRASHED)
  pool.release(lease!, 1)
  await pass(STOP_MS - 1)
  of(revision)[1]!.becomeReady()
  expect((await call).instance).toBe(of(revision)[1])
})

test('a call that comes late, under what its space allowed before, does not end what is kept ready', async () => {
  const { pool, of, fill, acquire, pass } = startPool()
  const old = revisionOf('a/f', { scaling: { minInstances: 1 } })
  const now: Revision = { ...old, egress: { mode: 'none', allow: [] } }
  pool.serve('a/f', [{ revision: now, keepReady: true, prepare: false }])
  await turn()
  of(now)[0]!.becomeReady()
  const [late] = await fill(old, 1)
  expect(late!.instance.revision).toBe(old)
  await pass(1000)
  expect(of(now)[0]!.stopped).toBe(false)
  const call = await acquire(now)
  expect(call.instance).toBe(of(now)[0])
})

test('while it is found out why an instance did not start, no other one is started to be kept ready', async () => {
  let found = () => {}
  const { pool, of, acquire, pass } = startPool({
    explain: (outcome) => new Promise((resolve) => (found = () => resolve(outcome))),
  })
  const revision = revisionOf('a/f', { scaling: { minInstances: 2 } })
  pool.serve('a/f', [{ revision, keepReady: true, prepare: false }])
  await turn()
  of(revision)[0]!.becomeReady()
  pool.release(await acquire(revision), 1)
  of(revision)[1]!.die(CRASHED)
  await pass(1)
  of(revision)[0]!.die(CRASHED)
  await pass(600)
  expect(of(revision)).toHaveLength(2)
  found()
})

test('a pool that closes ends instances that are still being made, without waiting for their code to load', async () => {
  const { pool, clock, ledger, of, acquire, pass } = startPool({}, 100)
  const revision = revisionOf('a/f')
  const call = acquire(revision)
  const closed = pool.close(0)
  await expect(call).rejects.toThrow('closing')
  await pass(100)
  await pass(STOP_MS)
  await closed
  expect(of(revision)[0]!.stopped).toBe(true)
  expect({ usedMb: ledger.usedMb, timers: clock.timers }).toEqual({ usedMb: 0, timers: 0 })
})
