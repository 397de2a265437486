import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startEngine, type EngineFixture } from './engine-fixture.ts'

/** User code shares the guest's process and can write to the control channel. All it can do there is end itself. */
let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine()
})
afterAll(() => fixture[Symbol.asyncDispose]())

const PRELUDE = `
  import fs from 'node:fs'
  const frame = (kind, call, payload) => {
    const bytes = Buffer.from(payload), head = Buffer.alloc(9)
    head.writeUInt32LE(bytes.length, 0); head[4] = kind; head.writeUInt32LE(call, 5)
    return Buffer.concat([head, bytes])
  }
  const result = (call, body) => { const b = Buffer.from(body); return frame(19, call, Buffer.concat([Buffer.from([2, 0, 0, 0]), Buffer.from('{}'), b])) }
  const invoke = (call, head) => { const b = Buffer.from(JSON.stringify(head)), n = Buffer.alloc(4); n.writeUInt32LE(b.length, 0); return frame(26, call, Buffer.concat([n, b])) }
  const ask = (call, request, part, content = '') => { const n = Buffer.alloc(5, part); n.writeUInt32LE(request, 0); return frame(27, call, Buffer.concat([n, Buffer.from(content)])) }
  const begin = (call, request, body = true) => ask(call, request, 0, JSON.stringify({ operation: 'bucket.put', input: {}, body }))
  const forever = new Promise(() => {})
`
const deploy = (source: string, top = '') =>
  fixture.deploy({ 'index.mjs': `${PRELUDE} ${top}\n export const handler = async (event) => { ${source} }` })

test.for([
  ['garbage', `fs.writeSync(3, 'GET / HTTP/1.1\\r\\n\\r\\n'); await forever`, /A frame claims \d+ bytes/],
  [
    'a frame that claims 4 GB',
    `fs.writeSync(3, Buffer.from([255, 255, 255, 255, 19, 1, 0, 0, 0])); await forever`,
    /claims 4294967295 bytes/,
  ],
  [
    'an answer to a call that is not open',
    `fs.writeSync(3, result(77, '1')); await forever`,
    /names call 77, which is not open/,
  ],
  ['an answer to no call', `fs.writeSync(3, result(0, '1')); await forever`, /names call 0, which is not open/],
  ['a kind that does not exist', `fs.writeSync(3, frame(99, 1, '')); await forever`, /unknown kind 99/],
  ['a second handshake', `fs.writeSync(3, frame(17, 0, '{}')); await forever`, /not open|unknown kind/],
  ['a body before its head', `fs.writeSync(3, frame(21, 1, 'x')); await forever`, /body came before its head/],
  ['an end before the beginning', `fs.writeSync(3, frame(22, 1, '')); await forever`, /ended before it began/],
  ['two heads', `fs.writeSync(3, frame(20, 1, '{}')); fs.writeSync(3, frame(20, 1, '{}')); await forever`, /two heads/],
  [
    'an HTTP head for an event',
    `fs.writeSync(3, frame(20, 1, '{"statusCode":200,"headers":[]}')); await forever`,
    /has an HTTP head/,
  ],
  ['an error that is no JSON', `fs.writeSync(3, frame(23, 1, 'oops')); await forever`, /does not hold JSON/],
  [
    'a head that is longer than its frame',
    `fs.writeSync(3, frame(19, 1, Buffer.from([9, 9, 0, 0]))); await forever`,
    /head is longer than its frame/,
  ],
  ['a log line of a call to come', `fs.writeSync(3, frame(24, 9, Buffer.alloc(20))); await forever`, /has not begun/],
  [
    'an exit whose code is a hostile object',
    `fs.writeSync(3, frame(25, 0, '{"code":{"toString":1,"valueOf":1}}')); await forever`,
    /EXITING has no valid exit code/,
  ],
  [
    'a call of another function whose number is a hostile object',
    `fs.writeSync(3, invoke(1, { request: { toString: 1, valueOf: 1 }, function: 'x' })); await forever`,
    /names no request or no function/,
  ],
  [
    'the same in the name of a call that has ended',
    `if (!event.second) return 'ended'; fs.writeSync(3, invoke(1, { request: { valueOf: 1, toString: 1 }, function: 'x' })); await forever`,
    /names no request or no function/,
  ],
  [
    'an end that holds something',
    `fs.writeSync(3, frame(20, 1, '{}')); fs.writeSync(3, frame(22, 1, 'x')); await forever`,
    /END of a response has a payload/,
  ],
  [
    'a request to the platform with a hostile operation',
    `fs.writeSync(3, ask(1, 1, 0, '{"operation":{"toString":1},"input":{}}')); await forever`,
    /names no operation/,
  ],
  [
    'one whose input is a list',
    `fs.writeSync(3, ask(1, 1, 0, '{"operation":"a","input":[]}')); await forever`,
    /no input/,
  ],
  ['one that is cut off', `fs.writeSync(3, frame(27, 1, 'abc')); await forever`, /too short/],
  ['a part of one that does not exist', `fs.writeSync(3, ask(1, 1, 9)); await forever`, /part that does not exist/],
  ['one that goes on before it begins', `fs.writeSync(3, ask(1, 7, 1, 'x')); await forever`, /before it begins/],
  ['two with one number', `fs.writeSync(3, begin(1, 2)); fs.writeSync(3, begin(1, 2)); await forever`, /not in order/],
  [
    'a body of one that announced none',
    `fs.writeSync(3, Buffer.concat([begin(1, 1, false), ask(1, 1, 1, 'x')])); await forever`,
    /announced no body/,
  ],
  [
    'a body that goes on after its end',
    `fs.writeSync(3, Buffer.concat([begin(1, 1), ask(1, 1, 2), ask(1, 1, 1, 'x')])); await forever`,
    /after its end/,
  ],
  [
    'a body that is sent faster than it is taken',
    `fs.writeSync(3, Buffer.concat([begin(1, 1), ...Array.from({ length: 600 }, () => ask(1, 1, 1, 'x'))])); await forever`,
    /faster than it was taken/,
  ],
  [
    'a grant of more than was sent',
    `fs.writeSync(3, Buffer.concat([begin(1, 1), ask(1, 1, 4, Buffer.from([1, 0, 0, 0]))])); await forever`,
    /grants more/,
  ],
  ['a grant of 4 GB', `fs.writeSync(3, ask(1, 1, 4, Buffer.alloc(4, 255))); await forever`, /no valid number of bytes/],
  [
    'a log line without a level',
    `fs.writeSync(3, frame(24, 1, Buffer.alloc(20, 200))); await forever`,
    /not well formed/,
  ],
] as const)('%s is a protocol error and the end of the instance', async ([, source, message]) => {
  const fn = await deploy(`if (event.ok) return 'fine'; ${source}`)
  // Requests to the platform stay open.
  const options = { onAsk: () => new Promise<never>(() => {}) }
  const opening = await fn.run({}, options)
  const first = opening.value === 'ended' ? await fn.run({ second: true }) : opening
  expect(first.report).toMatchObject({ status: 'protocolError', code: 'ProtocolError' })
  expect(first.report.error!.message).toMatch(message)
  const next = await fn.run({ ok: true })
  expect(next).toMatchObject({ value: 'fine', report: { status: 'success', start: 'cold' } })
  expect(next.report.instanceId).not.toBe(first.report.instanceId)
})

test('a frame forged while loading does not make the instance ready', async () => {
  const fn = await deploy('return 1', `fs.writeSync(3, frame(19, 1, 'x')); await forever`)
  expect((await fn.run()).report).toMatchObject({
    status: 'protocolError',
    error: { message: 'A frame of kind 19 came during the handshake' },
  })
})

test('an answer forged for the own call is that answer, and the one that follows ends the instance', async () => {
  // Both in one write: the host reads the second one before it can freeze the instance.
  const fn = await deploy(
    `fs.writeSync(3, Buffer.concat([result(event.nth, '"forged"'), result(event.nth, '"again"')])); await forever`,
  )
  const first = await fn.run({ nth: 1 })
  expect(first).toMatchObject({ value: 'forged', report: { status: 'success' } })
  const { instanceId } = first.report
  await expect.poll(() => fixture.engine.instances().map(({ id }) => id)).not.toContain(instanceId)
  const second = await fn.run({ nth: 1 })
  expect(second).toMatchObject({ value: 'forged', report: { start: 'cold' } })
})

test('a hostile frame while loading, or before the runtime could speak of its code, is a failed start', async () => {
  const fn = await deploy(
    'return 1',
    `fs.writeSync(3, frame(25, 0, '{"code":{"toString":1,"valueOf":1}}')); await forever`,
  )
  expect((await fn.run()).report).toMatchObject({
    status: 'protocolError',
    error: { message: 'EXITING has no valid exit code' },
  })
})

describe('a revision whose instances end at every start', () => {
  const CODE = `fs.writeSync(3, Buffer.concat([frame(17, 0, '{}'), frame(25, 0, '{"code":[]}')])); await forever`
  const startsIn = async (ms: number) => {
    const { failed } = fixture.engine.info().starts
    await new Promise((resolve) => setTimeout(resolve, ms))
    return fixture.engine.info().starts.failed - failed
  }

  test.for([
    ['says that it is ready and breaks the protocol in one breath', CODE],
    ['exits a moment after it is ready', `setTimeout(() => process.exit(3), 5)`],
  ] as const)('is left alone for longer and longer when it is held ready and %s', async ([, top]) => {
    const fn = await fixture.deploy(
      { 'index.mjs': `${PRELUDE} ${top}\n export const handler = () => 1` },
      { scaling: { minInstances: 1 } },
    )
    const ends = () => fixture.ended.filter(({ functionId }) => functionId === fn.revision.functionId).length
    fixture.engine.serve(fn.revision.functionId, [{ revision: fn.revision, keepReady: true, prepare: false }])
    try {
      await vi.waitFor(() => expect(ends()).toBeGreaterThanOrEqual(2), { timeout: 60_000 })
      const before = ends()
      await new Promise((resolve) => setTimeout(resolve, 3000))
      // The third start comes two seconds after the second failure, the next four seconds later.
      expect(ends() - before).toBeLessThanOrEqual(2)
    } finally {
      fixture.engine.serve(fn.revision.functionId, [])
    }
  })

  test('fails the call that waits for it at once, and is not started again for it', async () => {
    const fn = await deploy('return 1', CODE)
    const { report } = await fn.run()
    expect(report).toMatchObject({ status: 'protocolError', error: { message: 'EXITING has no valid exit code' } })
    expect(await startsIn(500)).toBe(0)
  })
})

test('a function that closes the channel has nowhere to answer to and fails', async () => {
  const fn = await deploy(`fs.closeSync(3); return 1`)
  expect((await fn.run()).report).toMatchObject({ status: 'functionError', error: { name: 'ProcessCrash' } })
})

test('breaking what the guest is made of breaks only the function', async () => {
  const fn = await deploy(
    `return 'survived'`,
    `
      JSON.stringify = () => 'hijacked'; JSON.parse = () => ({}); Date.now = () => NaN; performance.now = () => NaN
      const { Socket } = await import('node:net'); Socket.prototype.write = () => true
      Buffer.prototype.writeUInt32LE = () => 0
    `,
  )
  const { report } = await fn.run()
  expect(report.status).not.toBe('systemError')
  const other = await deploy('return 2')
  expect((await other.run()).value).toBe(2)
})
