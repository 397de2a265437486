import { randomBytes, randomUUID } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import type { InstanceEnd } from '@alcove/contract'
import { startEngine, type EngineFixture } from './engine-fixture.ts'

const patience = { timeout: 60_000, interval: 20 }

async function onlyEnd(fixture: EngineFixture): Promise<InstanceEnd> {
  await vi.waitFor(() => expect(fixture.ended).toHaveLength(1), patience)
  return fixture.ended[0]!.end!
}

describe.for([{ sandbox: 'oci' }, { sandbox: 'process' }] as const)('on the $sandbox driver', ({ sandbox }) => {
  test('the stack of an endless loop is found', async () => {
    await using fixture = await startEngine({ sandbox })
    const fn = await fixture.deploy(
      {
        'index.mjs': [
          'import { spin } from "./lib/spin.mjs"',
          'export const handler = async () => {',
          '  await null',
          '  return spin()',
          '}',
        ].join('\n'),
        'lib/spin.mjs': 'export function spin() {\n  let n = 0\n  for (;;) n++\n}',
      },
      { timeoutMs: 1000 },
    )
    const invocationId = randomUUID()
    const { report } = await fn.run({}, { invocationId })
    expect(report).toMatchObject({ status: 'timeout', error: { name: 'Timeout' } })
    expect(report.error!.message).toBe('The function did not answer within 1000 ms')
    expect(report.error!.stack).toMatch(
      /^Timeout: .*\n {4}at spin \(\/var\/task\/lib\/spin\.mjs:3:\d+\)\n {4}at handler \(\/var\/task\/index\.mjs:4:\d+\)$/,
    )
    const end = await onlyEnd(fixture)
    expect(end).toMatchObject({ reason: 'timeout', invocationId })
    expect(end.stack).toContain('at spin (/var/task/lib/spin.mjs:3')
  })

  test('a promise that never settles is distinguished from running code', async () => {
    await using fixture = await startEngine({ sandbox })
    const fn = await fixture.deploy(
      { 'index.mjs': 'export const handler = () => new Promise(() => {})' },
      { timeoutMs: 1000 },
    )
    const { report, lines } = await fn.run()
    expect(report.error!.message).toBe(
      'The function did not answer within 1000 ms; no code was running: the function waits for something',
    )
    expect(lines).toEqual([])
    expect(await onlyEnd(fixture)).toMatchObject({ reason: 'timeout', stack: null })
  })

  test('an exit names its code', async () => {
    await using fixture = await startEngine({ sandbox })
    const fn = await fixture.deploy({ 'index.mjs': 'export const handler = () => process.exit(7)' })
    const invocationId = randomUUID()
    await fn.run({}, { invocationId })
    expect(await onlyEnd(fixture)).toMatchObject({
      reason: 'exited',
      exitCode: 7,
      signal: null,
      invocationId,
      detail: 'The function ended its process with exit code 7 before it answered',
    })
  })
})

test('a TypeScript function is found in the lines that its author wrote', async () => {
  await using fixture = await startEngine()
  const fn = await fixture.deploy(
    {
      'index.ts': [
        'interface Input { rounds: number }',
        'type Nothing = never',
        'function spin(input: Input): Nothing {',
        '  for (;;) input.rounds += 1',
        '}',
        'export const handler = (event: Input): Nothing => spin(event)',
      ].join('\n'),
    },
    { timeoutMs: 1000 },
  )
  const { report } = await fn.run({ rounds: 0 })
  expect(report.error!.stack).toMatch(
    /at spin \(\/var\/task\/index\.ts:4:\d+\)\n {4}at .*handler \(\/var\/task\/index\.ts:6:/,
  )
})

test('code that was made from a string is found too', async () => {
  await using fixture = await startEngine()
  const code = `export const handler = () => new Function('function spin() { for (;;); } spin()')()`
  const fn = await fixture.deploy({ 'index.mjs': code }, { timeoutMs: 1000 })
  const { report } = await fn.run()
  expect(report.error!.message).toBe('The function did not answer within 1000 ms')
  expect(report.error!.stack).toMatch(/at spin \(<anonymous>:\d+:\d+\)[^]*at handler \(\/var\/task\/index\.mjs:1:/)
})

test('a source map that takes too much to read costs the stack its original lines, and the server nothing', async () => {
  await using fixture = await startEngine()
  // Packages that unpack to more than 200 times their size are refused.
  const names = [randomBytes(64 * 1024).toString('base64')]
  const bomb = { version: 3, sources: ['original.ts'], names, mappings: `AAAA;${'A,'.repeat(3_900_000)}` }
  const fn = await fixture.deploy(
    {
      'index.mjs': `export { handler } from './spin.alcove.mjs'`,
      'spin.alcove.mjs': 'export const handler = () => { for (;;); }',
      'spin.alcove.mjs.map': JSON.stringify(bomb),
    },
    { timeoutMs: 1000 },
  )
  const { report } = await fn.run()
  expect(report.error!.stack).toMatch(/at handler \(\/var\/task\/spin\.alcove\.mjs:1:\d+\)$/)
})

test('running out of memory is reported with the peak and the limit', async () => {
  await using fixture = await startEngine({ sandbox: 'oci' })
  const fn = await fixture.deploy({
    'index.mjs': 'export const handler = () => { const all = []; for (;;) all.push(Buffer.alloc(1 << 20, 1)) }',
  })
  await fn.run()
  const end = await onlyEnd(fixture)
  expect(end.reason).toBe('outOfMemory')
  const [, peak] = /its peak was (\d+) MB, and it may have 128 MB$/.exec(end.detail)!
  expect(Number(peak)).toBeGreaterThan(100)
  expect(Number(peak)).toBeLessThanOrEqual(128)
})

test('a signal is named', async () => {
  await using fixture = await startEngine({ sandbox: 'process' })
  const fn = await fixture.deploy({
    'index.mjs': 'export const handler = () => { process.kill(process.pid, "SIGKILL"); return new Promise(() => {}) }',
  })
  await fn.run()
  expect(await onlyEnd(fixture)).toMatchObject({ reason: 'signal', signal: 'SIGKILL', exitCode: null })
})

test('a crash of native code is named by its signal in a container too', async () => {
  await using fixture = await startEngine({ sandbox: 'oci' })
  const fn = await fixture.deploy({ 'index.mjs': 'export const handler = () => process.abort()' })
  await fn.run()
  expect(await onlyEnd(fixture)).toMatchObject({ reason: 'signal', exitCode: null })
})

test.for([
  [
    'protocol',
    `import fs from 'node:fs'; export const handler = () => { fs.writeSync(3, 'nonsense '.repeat(9)); return new Promise(() => {}) }`,
    /^A frame claims \d+ bytes/,
  ],
  ['initFailed', 'throw new Error("no such table")', /no such table/],
  [
    'failed',
    'export const handler = () => { setTimeout(() => { throw new Error("late") }); return new Promise(() => {}) }',
    /^Nothing caught an error: late$/,
  ],
] as const)('the end of kind %s says what happened', async ([reason, source, detail]) => {
  await using fixture = await startEngine()
  await (await fixture.deploy({ 'index.mjs': source })).run()
  const end = await onlyEnd(fixture)
  expect(end.reason).toBe(reason)
  expect(end.detail).toMatch(detail)
})

test('a cancelled call and a closed engine are distinguished', async () => {
  const fixture = await startEngine()
  const slow = { 'index.mjs': 'export const handler = (event) => event.hang ? new Promise(() => {}) : 1' }
  const [a, b] = [await fixture.deploy(slow), await fixture.deploy(slow)]
  await b.run()
  const abort = new AbortController()
  const running = a.run({ hang: true }, { signal: abort.signal })
  await vi.waitFor(() => expect(fixture.engine.info().busy).toBe(1), patience)
  abort.abort()
  await running
  expect((await onlyEnd(fixture)).reason).toBe('cancelled')
  await fixture[Symbol.asyncDispose]()
  expect(fixture.ended.map(({ end }) => end!.reason)).toEqual(['cancelled', 'closed'])
})

test('an instance has a timeline, in which close calls share a segment', async () => {
  await using fixture = await startEngine({ pool: { freezeAfterMs: 20 } })
  const fn = await fixture.deploy(
    { 'index.mjs': 'export const handler = () => 1' },
    { scaling: { idleTimeoutSeconds: 1 } },
  )
  for (let i = 0; i < 5; i++) await fn.run()
  const [alive] = fixture.engine.instances()
  expect(alive).toMatchObject({ start: 'cold', invocations: 5, inFlight: 0, endedAt: null, end: null })
  await vi.waitFor(() => expect(fixture.ended).toHaveLength(1), patience)
  const [{ timeline, startedAt, endedAt, start, state }] = fixture.ended as [(typeof fixture.ended)[0]]
  expect({ start, state }).toEqual({ start: 'cold', state: null })
  const states = timeline.map((segment) => segment.state)
  expect(states[0]).toBe('starting')
  expect(states.filter((one) => one === 'busy')).toHaveLength(1)
  expect(states).toContain('frozen')
  expect(timeline.find((segment) => segment.state === 'busy')!.calls).toBe(5)
  for (const [at, segment] of timeline.entries()) {
    expect(segment.to).toBeGreaterThanOrEqual(segment.from)
    expect(segment.from).toBe(at === 0 ? startedAt : timeline[at - 1]!.to)
  }
  expect(timeline.at(-1)!.to).toBeLessThanOrEqual(endedAt!)
})
