import { LIMITS } from '@alcove/contract'
import { describe, expect, test, vi } from 'vitest'
import { startEngine, type EngineFixture } from './engine-fixture.ts'

const patience = { timeout: 60_000, interval: 20 }
const HELLO = { 'index.mjs': 'export const handler = async () => ({ hello: "world", pid: process.pid })' }
/** The kind that is always prewarmed. */
const COMMON = { memoryMb: LIMITS.memoryMb.default }

const waitUntilReady = (fixture: EngineFixture, ready: number) =>
  vi.waitFor(() => expect(fixture.engine.info().prewarmed).toMatchObject([{ ready }]), patience)

describe.for([{ sandbox: 'oci' }, { sandbox: 'process' }] as const)('on the $sandbox driver', ({ sandbox }) => {
  test('a sandbox that waited takes the code of the first call, and is nobody else’s afterwards', async () => {
    await using fixture = await startEngine({ sandbox, prewarm: 1 })
    await waitUntilReady(fixture, 1)
    expect(fixture.engine.info()).toMatchObject({ instances: 0, memoryMb: { used: COMMON.memoryMb } })
    const fn = await fixture.deploy(
      { ...HELLO, 'lib/greeting.mjs': 'export const greeting = "hi"' },
      { ...COMMON, environment: { GREETING: 'hello' } },
    )
    const first = await fn.run()
    expect(first.report).toMatchObject({ status: 'success', start: 'prewarmed' })
    expect(first.value).toMatchObject({ hello: 'world' })
    expect(Object.keys(first.report.phases).toSorted()).toEqual([
      'fetch',
      'handler',
      'init',
      'queue',
      'response',
      'sandbox',
      'unpack',
    ])
    const second = await fn.run()
    expect(second.report).toMatchObject({ start: 'warm', instanceId: first.report.instanceId })
    expect(fixture.engine.instances()).toMatchObject([{ start: 'prewarmed' }])
    expect(fixture.engine.info().starts).toMatchObject({ cold: 0, prewarmed: 1 })
  })

  test('code, packages and files are where they always are', async () => {
    await using fixture = await startEngine({ sandbox, prewarm: 1 })
    await waitUntilReady(fixture, 1)
    const fn = await fixture.deploy(
      {
        'index.mjs': `
          import fs from 'node:fs'
          import { two } from 'pair'
          export const handler = async () => {
            const error = new Error('where')
            return { two, data: fs.readFileSync('data.txt', 'utf8'), stack: error.stack.split('\\n')[1] }
          }`,
        'node_modules/pair/package.json': '{"type":"module","exports":"./index.js"}',
        'node_modules/pair/index.js': 'export const two = 2',
        'data.txt': 'beside the code',
      },
      COMMON,
    )
    const waited = await fn.run()
    expect(waited.report.start).toBe('prewarmed')
    expect(waited.value).toMatchObject({ two: 2, data: 'beside the code' })
    expect((waited.value as { stack: string }).stack).toMatch(/index\.mjs:5:/)
  })

  test('an error in code that it loads names the same places as ever', async () => {
    await using fixture = await startEngine({ sandbox, prewarm: 1 })
    await waitUntilReady(fixture, 1)
    const fn = await fixture.deploy({ 'index.mjs': 'export const handler = () => { throw new Error("x") }' }, COMMON)
    const { report } = await fn.run()
    expect(report.start).toBe('prewarmed')
    expect(report.error!.stack).toMatch(/at handler \((file:\/\/)?\/var\/task\/index\.mjs:1:/)
  })

  test('another memory, runtime or size of /tmp gets a sandbox of its own', async () => {
    await using fixture = await startEngine({ sandbox, prewarm: 1 })
    await waitUntilReady(fixture, 1)
    const others = [{ memoryMb: 128 }, { ...COMMON, runtime: 'nodejs22' as const }, { ...COMMON, tmpMb: 128 }]
    for (const settings of others) {
      const { report } = await (await fixture.deploy(HELLO, settings)).run()
      expect(report).toMatchObject({ status: 'success', start: 'cold' })
    }
  })
})

test('demand brings more of a kind, and they give way when memory is short', async () => {
  await using fixture = await startEngine({ sandbox: 'process', prewarm: 1, memoryBudgetMb: 2048 })
  const { engine } = fixture
  const functions = await Promise.all(Array.from({ length: 8 }, () => fixture.deploy(HELLO, { memoryMb: 128 })))
  for (const fn of functions) await fn.run()
  await vi.waitFor(() => {
    const ofKind = engine.info().prewarmed.find(({ memoryMb }) => memoryMb === 128)
    expect(ofKind).toMatchObject({ target: 2, ready: 2 })
  }, patience)
  const big = await fixture.deploy(HELLO, { memoryMb: 1024 })
  expect((await big.run()).report).toMatchObject({ status: 'success' })
  const { used, budget } = engine.info().memoryMb
  expect(used).toBeLessThanOrEqual(budget)
})

test('an engine that closes leaves none waiting', async () => {
  const fixture = await startEngine({ sandbox: 'process', prewarm: 3 })
  await waitUntilReady(fixture, 3)
  await fixture[Symbol.asyncDispose]()
  expect(fixture.engine.info()).toMatchObject({ memoryMb: { used: 0 }, prewarmed: [{ ready: 0 }] })
})
