import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { startEngine } from './engine-fixture.ts'

const SLOW = {
  'index.mjs':
    'export const handler = async (event) => { if (event.ms > 0) await new Promise((r) => setTimeout(r, event.ms)); return process.pid + event.ms }',
}
const COUNTER = { 'index.mjs': 'let n = 0; setInterval(() => n++, 1); export const handler = async () => n' }

describe('instances', () => {
  test('are reused: the second call is warm and in the same one', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(SLOW)
    const first = await fn.run()
    const second = await fn.run()
    expect(first.report).toMatchObject({ start: 'cold', concurrency: 1 })
    expect(Object.keys(first.report.phases).toSorted()).toEqual([
      'fetch',
      'handler',
      'init',
      'queue',
      'response',
      'runtime',
      'sandbox',
      'unpack',
    ])
    expect(second.report).toMatchObject({ start: 'warm', instanceId: first.report.instanceId })
    expect(second.report.phases.init).toBeUndefined()
  })

  test('take one call at a time: concurrent calls get instances of their own', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(SLOW)
    const ran = await Promise.all([1, 2, 3, 4].map(() => fn.run({ ms: 2000 })))
    expect(new Set(ran.map(({ report }) => report.instanceId)).size).toBe(4)
    expect(ran.map(({ report }) => report.concurrency)).toEqual([1, 2, 3, 4])
  })

  test('serve only one revision', async () => {
    await using fixture = await startEngine()
    const functionId = 'f'
    const one = await fixture.deploy({ 'index.mjs': 'export const handler = async () => 1' }, { functionId })
    const two = await fixture.deploy({ 'index.mjs': 'export const handler = async () => 2' }, { functionId })
    const [a, b] = [await one.run(), await two.run()]
    expect([a.value, b.value]).toEqual([1, 2])
    expect(a.report.instanceId).not.toBe(b.report.instanceId)
  })

  test('are frozen between calls', async () => {
    await using fixture = await startEngine({ pool: { freezeAfterMs: 20 } })
    const fn = await fixture.deploy(COUNTER)
    await fn.run()
    await expect.poll(() => fixture.engine.instances()[0]!.state).toBe('frozen')
    await sleep(20)
    const before = (await fn.run()).value as number
    await expect.poll(() => fixture.engine.instances()[0]!.state).toBe('frozen')
    await sleep(1000)
    const { value, report } = await fn.run()
    expect(report.start).toBe('warm')
    // A running instance would have counted about eight hundred in that second.
    expect((value as number) - before).toBeLessThan(400)
  })

  test('without calls are destroyed after the idle timeout', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(SLOW, { scaling: { idleTimeoutSeconds: 1 } })
    await fn.run()
    expect(fixture.engine.info()).toMatchObject({ instances: 1, memoryMb: { used: 128 } })
    await expect.poll(() => fixture.engine.info()).toMatchObject({ instances: 0, memoryMb: { used: 0 } })
  })

  test('are evicted when memory is short, the longest idle first', async () => {
    await using fixture = await startEngine({ memoryBudgetMb: 256 })
    const [a, b, c] = [await fixture.deploy(SLOW), await fixture.deploy(SLOW), await fixture.deploy(SLOW)]
    await a.run()
    await b.run()
    expect((await c.run()).report.status).toBe('success')
    await vi.waitFor(
      () => {
        const left = fixture.engine.instances().map(({ functionId }) => functionId)
        expect(left.toSorted()).toEqual([b.revision.functionId, c.revision.functionId].toSorted())
      },
      { timeout: 60_000 },
    )
    expect((await b.run()).report.start).toBe('warm')
    expect((await a.run()).report.start).toBe('cold')
  })

  test('of a replaced revision end: idle ones at once, busy ones when they are done', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(SLOW)
    const busy = fn.run({ ms: 1000 })
    await expect.poll(() => fixture.engine.info().busy).toBe(1)
    fixture.engine.serve(fn.revision.functionId, [])
    expect((await busy).report.status).toBe('success')
    await expect.poll(() => fixture.engine.info().instances).toBe(0)
  })

  test('of a replaced revision still serve the calls that were waiting', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(SLOW, { scaling: { maxInstances: 1 } })
    const busy = fn.run({ ms: 1000 })
    const waiting = fn.run()
    await expect.poll(() => fixture.engine.info()).toMatchObject({ busy: 1, queued: 1 })
    fixture.engine.serve(fn.revision.functionId, [])
    expect((await busy).report.status).toBe('success')
    expect((await waiting).report).toMatchObject({ status: 'success', start: 'warm' })
    await expect.poll(() => fixture.engine.info().instances).toBe(0)
  })

  test('that crash while idle are replaced', async () => {
    await using fixture = await startEngine({ pool: { freezeAfterMs: 5000 } })
    const fn = await fixture.deploy({
      'index.mjs': 'export const handler = async () => { setTimeout(() => process.exit(1), 10); return 1 }',
    })
    expect((await fn.run()).report.status).toBe('success')
    await expect.poll(() => fixture.engine.info().instances).toBe(0)
    expect((await fn.run()).report).toMatchObject({ status: 'success', start: 'cold' })
  })
})

describe('calls', () => {
  test('beyond the instances a function may have wait for one', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(SLOW, { scaling: { maxInstances: 2 } })
    const ran = await Promise.all(Array.from({ length: 6 }, () => fn.run({ ms: 50 })))
    expect(ran.map(({ report }) => report.status)).toEqual(Array.from({ length: 6 }, () => 'success'))
    expect(new Set(ran.map(({ report }) => report.instanceId)).size).toBe(2)
    expect(ran.some(({ report }) => report.start === 'warm' && report.phases.queue! > 0)).toBe(true)
  })

  test('behind others that hang get instances, even if calls are usually short', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(SLOW)
    for (let i = 0; i < 20; i++) await fn.run({ ms: 0 })
    const abort = new AbortController()
    const hanging = Array.from({ length: 4 }, () => fn.run({ ms: 60_000 }, { signal: abort.signal }))
    const quick = await Promise.all(Array.from({ length: 6 }, () => fn.run({ ms: 0 })))
    expect(quick.map(({ report }) => report.status)).toEqual(Array.from({ length: 6 }, () => 'success'))
    abort.abort()
    await Promise.all(hanging)
  })

  test('that waited too long are throttled, with the limit they ran into', async () => {
    await using fixture = await startEngine({ pool: { maxWaitMs: 300 } })
    const fn = await fixture.deploy(SLOW, { scaling: { maxInstances: 1 } })
    await fn.run()
    const [busy, late] = await Promise.all([fn.run({ ms: 1000 }), fn.run()])
    expect(busy.report.status).toBe('success')
    expect(late.report).toMatchObject({
      status: 'throttled',
      code: 'Throttled',
      instanceId: null,
      error: { message: expect.stringMatching(/^The one instance that this revision may have was busy for 0\.\d s$/) },
    })
  })

  test('without memory are throttled, with that reason', async () => {
    await using fixture = await startEngine({ memoryBudgetMb: 128, pool: { maxWaitMs: 300 } })
    const [a, b] = [await fixture.deploy(SLOW), await fixture.deploy(SLOW)]
    await a.run()
    const [, late] = await Promise.all([a.run({ ms: 1000 }), b.run()])
    expect(late.report).toMatchObject({ status: 'throttled' })
    expect(late.report.error!.message).toMatch(
      /^The memory for functions on this machine \(128 MB\) was in use for 0\.\d s$/,
    )
  })

  test('past the length of the queue are throttled at once', async () => {
    await using fixture = await startEngine({ pool: { maxWaiting: 1 } })
    const fn = await fixture.deploy(SLOW, { scaling: { maxInstances: 1 } })
    const ran = await Promise.all([1, 2, 3].map(() => fn.run({ ms: 10 })))
    expect(ran.map(({ report }) => report.status).toSorted()).toEqual(['success', 'throttled', 'throttled'])
    expect(ran.at(-1)!.report.error!.message).toBe('1 calls of this revision are waiting already')
  })

  test('of a function that cannot load all fail at once', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy({ 'index.mjs': 'throw new Error("broken")' })
    const ran = await Promise.all(Array.from({ length: 8 }, () => fn.run()))
    for (const { report } of ran) expect(report).toMatchObject({ status: 'initError', error: { message: 'broken' } })
  })

  test('cancelled while they run end their instance if they do not end', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(SLOW)
    const abort = new AbortController()
    const running = fn.run({ ms: 10_000 }, { signal: abort.signal })
    await expect.poll(() => fixture.engine.info().busy).toBe(1)
    abort.abort()
    expect((await running).report).toMatchObject({ status: 'cancelled', code: 'Cancelled' })
    await expect.poll(() => fixture.engine.info().instances).toBe(0)
  })

  test('cancelled while they wait leave the queue', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(SLOW, { scaling: { maxInstances: 1 } })
    const abort = new AbortController()
    const busy = fn.run({ ms: 1000 })
    const waiting = fn.run({}, { signal: abort.signal })
    abort.abort()
    expect((await waiting).report).toMatchObject({ status: 'cancelled', instanceId: null })
    expect((await busy).report.status).toBe('success')
    expect(fixture.engine.info().queued).toBe(0)
  })

  test('cancelled before they begin never run', async () => {
    await using fixture = await startEngine()
    const { report } = await (await fixture.deploy(SLOW)).run({}, { signal: AbortSignal.abort() })
    expect(report.status).toBe('cancelled')
    expect(fixture.engine.info().instances).toBe(0)
  })
})

describe('the engine', () => {
  test('refuses a revision that requires isolation if there is none', async () => {
    await using fixture = await startEngine({ sandbox: 'process' })
    const fn = await fixture.deploy(SLOW, { requireIsolation: true })
    const { report } = await fn.run()
    expect(report).toMatchObject({ status: 'rejected', code: 'Unavailable' })
    expect(report.error!.message).toBe(
      'This space requires isolation, but this machine runs functions as plain processes',
    )
  })

  test('says which isolation it gives and why', async () => {
    await using forced = await startEngine({ sandbox: 'process' })
    expect(forced.engine.info()).toMatchObject({
      isolation: 'process',
      reason: 'The process driver was asked for (ALCOVE_SANDBOX=process)',
      ociRuntime: null,
    })
  })

  test('lets running calls finish when it closes, and takes no more', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(SLOW)
    const running = fn.run({ ms: 1000 })
    await expect.poll(() => fixture.engine.info().busy).toBe(1)
    const closed = fixture.engine.close(5000)
    expect((await fn.run()).report.status).toBe('systemError')
    expect((await running).report.status).toBe('success')
    await closed
    expect(fixture.engine.info()).toMatchObject({ ready: false, instances: 0 })
  })

  test('refuses a home that another engine uses', async () => {
    await using fixture = await startEngine({ sandbox: 'process' })
    await expect(startEngine({ sandbox: 'process', home: fixture.home })).rejects.toThrow(/Another Alcove/)
  })
})
