import { randomUUID } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { cgroupsOf } from './cgroups-of.ts'
import { startEngine } from './engine-fixture.ts'

const SLOW = {
  'index.mjs':
    'export const handler = async (event) => { if (event.ms > 0) await new Promise((r) => setTimeout(r, event.ms)); return process.pid }',
}
/** The weight files of a cgroup, of any version. */
const WEIGHTS = ['cpu.idle', 'cpu.shares', 'cpu.weight']
const patience = { timeout: 60_000, interval: 20 }

test('code that is likely to be called soon is unpacked before its first call, and what is wrong with it is for that call', async () => {
  await using fixture = await startEngine()
  const { engine, home } = fixture
  const prepared = () => readdirSync(join(home, 'engine/packages')).filter((name) => name.endsWith('.json'))
  const said = { revision: (await fixture.deploy(SLOW)).revision, keepReady: false }
  const broken = await fixture.deploy({ 'other.mjs': '' })
  engine.serve(said.revision.functionId, [{ ...said, prepare: false }])
  engine.serve(said.revision.functionId, [{ ...said, prepare: true }])
  engine.serve(broken.revision.functionId, [{ revision: broken.revision, keepReady: false, prepare: true }])
  // One at a time: the second has its folder only after the first is ready.
  await vi.waitFor(() => expect(prepared()).toHaveLength(2), patience)
  const first = await fixture.of(said.revision).run()
  expect(first.report).toMatchObject({ status: 'success', start: 'cold' })
  expect(first.report.phases).not.toHaveProperty('unpack')
  expect((await broken.run()).report).toMatchObject({ status: 'initError', error: { name: 'HandlerNotFound' } })
})

describe('instances kept ready', () => {
  test('come up before anybody calls, stay past the idle timeout and go when nothing points at them', async () => {
    await using fixture = await startEngine()
    const { engine } = fixture
    const fn = await fixture.deploy(SLOW, { scaling: { minInstances: 2, idleTimeoutSeconds: 1 } })
    const { functionId } = fn.revision
    engine.serve(functionId, [{ revision: fn.revision, keepReady: true, prepare: false }])
    await vi.waitFor(() => expect(engine.info().states).toMatchObject({ starting: 0, frozen: 2 }), patience)
    expect((await fn.run()).report.start).toBe('warm')
    // A third instance, beyond the minimum.
    const three = Promise.all([1, 2, 3].map(() => fn.run({ ms: 2000 })))
    await vi.waitFor(() => expect(engine.info().busy).toBe(3), patience)
    await three
    await vi.waitFor(() => expect(engine.info().instances).toBe(2), patience)
    expect(fixture.ended.map(({ end }) => end!.reason)).toEqual(['idle'])
    engine.serve(functionId, [{ revision: fn.revision, keepReady: false, prepare: false }])
    await vi.waitFor(() => expect(engine.info().instances).toBe(0), patience)
  })

  test('are replaced when one of them dies', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(
      { 'index.mjs': 'export const handler = (event) => event.die ? process.exit(3) : 1' },
      { scaling: { minInstances: 1 } },
    )
    fixture.engine.serve(fn.revision.functionId, [{ revision: fn.revision, keepReady: true, prepare: false }])
    const { report } = await fn.run({ die: true })
    expect(report.status).toBe('functionError')
    await vi.waitFor(() => {
      const [only] = fixture.engine.instances()
      expect(only).toMatchObject({ state: 'frozen', invocations: 0 })
    }, patience)
  })

  test('that cannot load are not started again and again', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy({ 'index.mjs': 'throw new Error("broken")' }, { scaling: { minInstances: 3 } })
    fixture.engine.serve(fn.revision.functionId, [{ revision: fn.revision, keepReady: true, prepare: false }])
    await vi.waitFor(() => expect(fixture.engine.info().starts.failed).toBeGreaterThan(0), patience)
    await new Promise((resolve) => setTimeout(resolve, 700))
    expect(fixture.engine.info().starts.failed).toBeLessThanOrEqual(6)
  })
})

describe('a revision', () => {
  test('goes to zero instances and comes back', async () => {
    await using fixture = await startEngine()
    const fn = await fixture.deploy(SLOW, { scaling: { idleTimeoutSeconds: 1 } })
    await fn.run()
    await vi.waitFor(() => expect(fixture.engine.info().instances).toBe(0), patience)
    expect(fixture.ended).toMatchObject([{ invocations: 1, state: null, end: { reason: 'idle' } }])
    expect((await fn.run()).report).toMatchObject({ status: 'success', start: 'cold' })
  })

  test('that another one replaces finishes its calls, and its instances go', async () => {
    await using fixture = await startEngine()
    const functionId = randomUUID()
    const old = await fixture.deploy(SLOW, { functionId })
    const next = await fixture.deploy({ 'index.mjs': 'export const handler = () => "next"' }, { functionId })
    await Promise.all([old.run({ ms: 50 }), old.run({ ms: 50 })])
    const running = old.run({ ms: 400 })
    fixture.engine.serve(functionId, [{ revision: next.revision, keepReady: false, prepare: false }])
    expect((await next.run()).value).toBe('next')
    expect((await running).report.status).toBe('success')
    await vi.waitFor(() => expect(fixture.ended).toHaveLength(2), patience)
    for (const { revision, end } of fixture.ended) {
      expect(revision).toBe(old.revision.id)
      expect(end!.reason).toBe('replaced')
    }
    expect(fixture.engine.instances()).toMatchObject([{ revision: next.revision.id }])
  })

  test('is served by new instances when what its space allows changes', async () => {
    await using fixture = await startEngine()
    const settings = { functionId: randomUUID() }
    const open = await fixture.deploy(SLOW, settings)
    const first = await open.run()
    const revision = { ...open.revision, egress: { mode: 'none' as const, allow: [] } }
    const closed = fixture.of(revision)
    const second = await closed.run()
    expect(second.report.start).toBe('cold')
    await vi.waitFor(() => expect(fixture.ended).toMatchObject([{ id: first.report.instanceId }]), patience)
    expect(fixture.ended[0]!.end!.reason).toBe('replaced')
  })

  test('gets new instances for those that have served often enough', async () => {
    await using fixture = await startEngine({ pool: { maxInvocations: 3 } })
    const fn = await fixture.deploy(SLOW)
    const ran = []
    for (let i = 0; i < 5; i++) ran.push((await fn.run()).report)
    expect(ran.map(({ start }) => start)).toEqual(['cold', 'warm', 'warm', 'cold', 'warm'])
    await expect.poll(() => fixture.ended).toMatchObject([{ invocations: 3, end: { reason: 'recycled' } }])
  })

  test('gets new instances for those that have lived long enough', async () => {
    await using fixture = await startEngine({ pool: { maxAgeMs: 200 } })
    const fn = await fixture.deploy(SLOW)
    await fn.run()
    await vi.waitFor(() => expect(fixture.ended).toMatchObject([{ end: { reason: 'recycled' } }]), patience)
  })
})

describe('one busy function', () => {
  test('with a thousand calls waiting does not keep another space from its first instance', async () => {
    await using fixture = await startEngine({ memoryBudgetMb: 1024, pool: { maxWaiting: 2000 } })
    const busy = await fixture.deploy(SLOW)
    const quiet = await fixture.deploy(SLOW)
    const abort = new AbortController()
    const flood = Array.from({ length: 1000 }, () => busy.run({ ms: 60_000 }, { signal: abort.signal }))
    await vi.waitFor(() => expect(fixture.engine.info().states).toMatchObject({ starting: 0, busy: 7 }), patience)
    expect((await quiet.run()).report.status).toBe('success')
    abort.abort()
    await Promise.all(flood)
  })

  test('gives instances up, as they come free, to those who have fewer', async () => {
    await using fixture = await startEngine({ memoryBudgetMb: 1024 })
    const busy = await fixture.deploy(SLOW)
    const abort = new AbortController()
    const flood = Array.from({ length: 400 }, () => busy.run({ ms: 100 }, { signal: abort.signal }))
    await vi.waitFor(() => expect(fixture.engine.info().busy).toBe(7), patience)
    const other = await fixture.deploy(SLOW)
    const calls = await Promise.all([1, 2, 3].map(() => other.run({ ms: 1500 })))
    expect(calls.map(({ report }) => report.status)).toEqual(['success', 'success', 'success'])
    expect(new Set(calls.map(({ report }) => report.instanceId)).size).toBe(3)
    abort.abort()
    await Promise.all(flood)
    expect(fixture.ended.filter(({ end }) => end!.reason === 'evicted').length).toBeGreaterThanOrEqual(2)
    expect(fixture.engine.info().starts.evicted).toBeGreaterThanOrEqual(2)
  })

  test('cannot push out what another one keeps ready', async () => {
    await using fixture = await startEngine({ memoryBudgetMb: 256, pool: { maxWaitMs: 500 } })
    const ready = await fixture.deploy(SLOW, { scaling: { minInstances: 2 } })
    fixture.engine.serve(ready.revision.functionId, [{ revision: ready.revision, keepReady: true, prepare: false }])
    await vi.waitFor(() => expect(fixture.engine.info().states.frozen).toBe(1), patience)
    const other = await fixture.deploy(SLOW, { memoryMb: 256 })
    const { report } = await other.run()
    expect(report).toMatchObject({ status: 'throttled', code: 'Throttled' })
    expect(report.error!.message).toMatch(/^The memory for functions on this machine \(256 MB\) was in use for/)
  })
})

test('instances of the whole machine are bounded, and the refusal names that bound', async () => {
  await using fixture = await startEngine({ maxInstances: 2, pool: { maxWaitMs: 300 } })
  const [a, b] = [await fixture.deploy(SLOW), await fixture.deploy(SLOW)]
  const busy = [a.run({ ms: 1500 }), b.run({ ms: 1500 })]
  await vi.waitFor(() => expect(fixture.engine.info().busy).toBe(2), patience)
  const { report } = await (await fixture.deploy(SLOW)).run()
  expect(report.error!.message).toMatch(/^All 2 instances that this machine may run were in use for/)
  await Promise.all(busy)
  expect((await (await fixture.deploy(SLOW)).run()).report.status).toBe('success')
})

test('a function that burns processors weighs less until it has calmed down', async () => {
  await using fixture = await startEngine()
  const hog = await fixture.deploy({
    'index.mjs': 'export const handler = ({ ms }) => { for (const end = Date.now() + ms; Date.now() < end;); }',
  })
  const weights = () =>
    cgroupsOf(fixture.home)
      .flatMap((tree) => readdirSync(tree).flatMap((name) => WEIGHTS.map((file) => join(tree, name, file))))
      .filter(existsSync)
      .map((file) => `${basename(file)} ${readFileSync(file, 'latin1').trim()}`)
  await hog.run({ ms: 0 })
  const usual = weights()
  expect(usual).not.toEqual([])
  // Uses all CPU time that a busy machine leaves.
  const burn = async () => {
    await hog.run({ ms: 1000 })
    expect(weights()).not.toEqual(usual)
  }
  await vi.waitFor(burn, { timeout: 60_000, interval: 1 })
  const calm = async () => {
    await hog.run({ ms: 0 })
    expect(weights()).toEqual(usual)
  }
  await vi.waitFor(calm, { timeout: 60_000, interval: 20 })
})
