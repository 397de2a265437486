import { afterAll, beforeAll, expect, test } from 'vitest'
import { findOciRuntimes } from '../src/sandbox/oci/runtimes.ts'
import { startEngine, type EngineFixture } from './engine-fixture.ts'

const ociRuntimes = await findOciRuntimes()

let fixture: EngineFixture
beforeAll(async () => {
  fixture = await startEngine({ sandbox: ociRuntimes.length > 0 ? 'oci' : 'process' })
})
afterAll(() => fixture[Symbol.asyncDispose]())

const node = (code: string, timeoutMs = 5000) => fixture.deploy({ 'index.mjs': code }, { timeoutMs })

test('a callback reaches every handler that can see it, and one that waits for nothing has answered', async () => {
  const { run } = await node(`
    const traced = (inner) => (...args) => inner(...args)
    const handlers = {
      rest: traced((event, context, callback) => setTimeout(() => callback(null, 'answered'), 30)),
      arguments: function () { arguments[2](null, 'answered') },
      default: (event, context, callback = null) => callback(null, 'answered'),
      bound: ((event, context, callback) => callback(null, 'answered')).bind(null),
      nothing: traced(() => {}),
      declared: (event, context, callback) => {},
      failed: (event, context, callback) => callback('refused'),
    }
    export const handler = (...args) => handlers[args[0].op](...args)`)
  const results = []
  for (const op of ['rest', 'arguments', 'default', 'bound', 'nothing', 'declared', 'failed']) {
    const { value, report } = await run({ op })
    results.push(report.error?.message ?? value)
  }
  expect(results).toEqual(['answered', 'answered', 'answered', 'answered', null, null, 'refused'])
})

test('a handler written for response streaming answers with its status, headers, cookies and chunks', async () => {
  const { request, run } = await node(`
    export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
      if (event.rawPath === '/fail') throw new Error('before the first byte')
      const metadata = { statusCode: 202, headers: { 'x-s': '1' }, cookies: ['a=1'] }
      const out = awslambda.HttpResponseStream.from(stream, metadata)
      out.write('a'); await new Promise((resolve) => setTimeout(resolve, 30)); out.write(context.functionName); out.end()
    })`)
  const { head, text } = await request()
  expect([head!.statusCode, text]).toEqual([202, 'aunder-test'])
  expect(head!.headers).toEqual(
    expect.arrayContaining([
      ['x-s', '1'],
      ['set-cookie', 'a=1'],
    ]),
  )
  expect((await request({ path: '/fail' })).report).toMatchObject({ error: { message: 'before the first byte' } })
  expect((await run()).value).toMatchObject({ statusCode: 202, body: 'aunder-test' })
})

test('errors keep what lies behind them', async () => {
  const { run } = await node(`
    import vm from 'node:vm'
    const reason = () => new Error('THE-REASON')
    const thrown = {
      any: () => Promise.any([Promise.reject(reason()), Promise.reject(new Error('other'))]),
      text: () => { throw new Error('outer', { cause: 'THE-REASON' }) },
      object: () => { throw new Error('outer', { cause: { code: 'THE-REASON' } }) },
      realm: () => { throw new Error('outer', { cause: vm.runInNewContext("new Error('THE-REASON')") }) },
      nested: () => { throw new Error('outer', { cause: new AggregateError([reason()], 'all failed') }) },
      suppressed: () => { throw new SuppressedError(new Error('closing failed'), reason(), 'outer') },
      circular: () => { const thrown = { reason: 'THE-REASON' }; thrown.self = thrown; throw thrown },
      bigint: () => { throw { reason: 'THE-REASON', n: 1n } },
      loop: () => { const error = reason(); error.cause = error; throw error },
    }
    export const handler = async ({ op }) => thrown[op]()`)
  for (const op of ['any', 'text', 'object', 'realm', 'nested', 'suppressed', 'circular', 'bigint', 'loop']) {
    const { report } = await run({ op })
    expect([op, JSON.stringify(report.error)]).toEqual([op, expect.stringContaining('THE-REASON')])
  }
})

test('text without a newline is in the log, however the call ends, and bytes in pieces are whole', async () => {
  const { run, request } = await node(
    `export const handler = async (event) => {
      process.stdout.write('connecting ')
      process.stdout.write('to the database...')
      if (event.op === 'exit') process.exit(1)
      if (event.op === 'hang') await new Promise(() => {})
      if (event.op === 'loop') for (;;);
      if (event.op === 'pieces') {
        const bytes = Buffer.from('中')
        process.stdout.write(' ')
        process.stdout.write(bytes.subarray(0, 1)); process.stdout.write(bytes.subarray(1))
        process.stdout.write('6162', 'hex'); console.log('!')
        return
      }
      return { statusCode: 200, body: (async function* () { yield 'a'; await new Promise((done) => setTimeout(done, 20)); yield 'b' })() }
    }`,
    1000,
  )
  const messages = async (call: Promise<{ lines: { message: string }[] }>) =>
    (await call).lines.map(({ message }) => message)
  expect(await messages(run({ op: 'hang' }))).toContain('connecting to the database...')
  expect((await messages(run({ op: 'loop' }))).join()).toContain('connecting')
  expect(await messages(run({ op: 'exit' }))).toContain('connecting to the database...')
  expect(await messages(request())).toContain('connecting to the database...')
  expect((await messages(run({ op: 'pieces' }))).join()).toContain('connecting to the database... 中ab!')
})
