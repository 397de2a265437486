import { newId } from '@alcove/platform'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { deserialize, serialize } from 'node:v8'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Reply } from '../src/gateway/reply.ts'
import type { Call } from '../src/invoke/call.ts'
import type { CallOrder } from '../src/invoke/order.ts'
import { resolve, type Target } from '../src/invoke/resolve.ts'
import type { ResponseSink } from '../src/invoke/response-sink.ts'
import { run } from '../src/invoke/run.ts'
import { openShop, type Alcove } from './alcove.ts'

const ECHO = '/spaces/shop/functions/echo'
const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)])

let alcove: Alcove
beforeAll(async () => {
  alcove = await openShop()
  await alcove.api('PUT', `${ECHO}/triggers/web`, { type: 'http', config: { auth: 'none' } })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const recorded = async (id: string) => (await alcove.api('GET', `/spaces/shop/invocations/${id}`)).body
const lastOf = async (fn: string) =>
  recorded((await alcove.api('GET', `/spaces/shop/functions/${fn}/invocations`)).body.items[0].id)
const visit = (fn: string) => fetch(`${alcove.gatewayOrigin}/fn/shop/${fn}`)

/** Lets a method fail while the test runs. */
function replaced<T extends object, K extends keyof T>(target: T, name: K, value: T[K]): Disposable {
  const before = target[name]
  target[name] = value
  return { [Symbol.dispose]: () => void (target[name] = before) }
}

test('a call that waits for a build reports the wait as a phase, and its duration includes it', async () => {
  const { engine, platform } = alcove.deps
  const HELD_MS = 100
  const [waits, built] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const { next } = platform.builds
  using _build = replaced(engine, 'build', async () => {
    await built.promise
    const output = await platform.blobs.put(EMPTY_ZIP)
    return { output, outputBytes: EMPTY_ZIP.length, packages: [], diagnostics: [], error: null }
  })
  using _next = replaced(platform.builds, 'next', (...given: Parameters<typeof next>) => {
    waits.resolve()
    return next.apply(platform.builds, given)
  })
  const files = {
    'index.mjs': 'export const handler = () => "built"',
    'package.json': JSON.stringify({ dependencies: { 'is-number': '7.0.0' } }),
  }
  const definition = { name: 'built', runtime: 'nodejs24', handler: 'index.handler', files }
  expect(await alcove.api('POST', '/spaces/shop/functions', definition)).toMatchObject({ status: 201 })
  const answer = alcove.api('POST', '/spaces/shop/functions/built/invocations', {})
  await waits.promise
  await sleep(HELD_MS)
  const releasedAt = Date.now()
  built.resolve()

  expect(await answer).toMatchObject({ status: 200, body: 'built' })
  const waited = await lastOf('built')
  const { build, handler, ...others } = waited.phases
  // Timers may be a millisecond early.
  expect(build).toBeGreaterThanOrEqual(HELD_MS - 2)
  expect(waited.durationMs).toBeGreaterThanOrEqual(build + handler)
  expect(Date.parse(waited.startedAt)).toBeLessThanOrEqual(releasedAt)
  expect(waited.billedMs).toBe(Math.ceil((others.init ?? 0) + handler + others.response))
  expect(Number((await answer).headers.get('x-alcove-duration-ms'))).toBeCloseTo(waited.durationMs, 1)

  expect((await alcove.api('POST', '/spaces/shop/functions/built/invocations', {})).status).toBe(200)
  expect((await lastOf('built')).phases).not.toHaveProperty('build')
})

const ok: ResponseSink = { head() {}, data() {} }

function orderOfEcho(event: string): { order: CallOrder; call: Call; target: Target } {
  const route = alcove.deps.platform.routes.find('shop', 'echo')!
  const made: CallOrder = {
    id: newId(),
    spaceId: route.spaceId,
    functionId: route.functionId,
    qualifier: 'draft',
    event: { kind: 'event', payload: Buffer.from(event) },
    trigger: 'api',
    triggerName: null,
    caller: 'test',
    parentId: null,
    traceId: '0'.repeat(32),
    hops: 0,
    taskId: null,
    requestId: null,
    lineage: null,
    http: null,
  }
  // As it comes out of a store or another process.
  const order: CallOrder = deserialize(serialize(made))
  const call = { order, route, caller: null, lineage: null, abort: new AbortController() }
  return { order, call, target: resolve(route, 'draft', 0) as Target }
}

test('an order that was stored and read again runs like any other', async () => {
  const { order, call, target } = orderOfEcho('{"item":7}')
  let answer = ''
  const data = (chunk: Uint8Array) => void (answer += Buffer.from(chunk).toString())
  expect((await run(alcove.deps, call, target, { ...ok, data })).report).toMatchObject({ status: 'success' })
  expect(JSON.parse(answer)).toEqual({ item: 7 })
  expect(await recorded(order.id)).toMatchObject({
    status: 'success',
    input: { text: '{"item":7}' },
    output: { text: '{"item":7}' },
  })
})

test('an event may begin with a byte order mark', async () => {
  expect(await alcove.json('POST', `${ECHO}/invocations`, '\uFEFF{"item":7}')).toMatchObject({
    status: 200,
    body: { item: 7 },
  })
})

test('an event that is not JSON is a recorded refusal', async () => {
  const { status, body } = await alcove.json('POST', `${ECHO}/invocations`, '{]')
  expect([status, body.code]).toEqual([400, 'MalformedJson'])
  expect(await recorded(body.invocationId)).toMatchObject({ status: 'rejected', trigger: 'api', input: { text: '{]' } })
})

describe('an unexpected error', () => {
  const unexpected = () => {
    throw new TypeError('a secret detail')
  }

  test('in the engine is recorded as systemError and answered with a problem document', async () => {
    using _ = replaced(alcove.deps.engine, 'invoke', unexpected)
    for (const answer of [await alcove.raw('POST', `${ECHO}/invocations`, '1'), await visit('echo')]) {
      const text = await answer.text()
      const problem = JSON.parse(text)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect([answer.status, problem.code]).toEqual([500, 'SystemError'])
      expect(text).not.toContain('a secret detail')
      const call = await recorded(problem.invocationId)
      expect(call).toMatchObject({ status: 'systemError', start: null, version: null, input: expect.anything() })
      expect(JSON.stringify(call)).not.toContain('a secret detail')
    }
    expect(await lastOf('echo')).toMatchObject({ trigger: 'http', httpStatus: 500 })
  })

  test('of a call between functions is an answer to the function, and recorded', async () => {
    const code = `
      import { alcove } from 'alcove'
      export const handler = () => alcove.invoke('echo', 1).catch(({ code, invocationId }) => ({ code, invocationId }))`
    await alcove.deploy('shop', 'outer', code)
    const { engine } = alcove.deps
    const { invoke } = engine
    using _ = replaced(engine, 'invoke', (...given: Parameters<typeof invoke>) =>
      given[0].context.function === 'echo' ? unexpected() : invoke.apply(engine, given),
    )
    const { status, body } = await alcove.api('POST', '/spaces/shop/functions/outer/invocations', {})
    expect([status, body.code]).toEqual([200, 'SystemError'])
    expect(await recorded(body.invocationId)).toMatchObject({ status: 'systemError', trigger: 'function' })
  })

  test('at the gateway before the call runs is recorded and answered as well', async () => {
    using _ = replaced(alcove.deps.lineages, 'tracestateOf', unexpected)
    const answer = await visit('echo')
    const problem = (await answer.json()) as { code: string; invocationId: string }
    expect([answer.status, problem.code]).toEqual([500, 'SystemError'])
    expect(await recorded(problem.invocationId)).toMatchObject({
      status: 'systemError',
      trigger: 'http',
      triggerName: 'web',
      httpStatus: 500,
      input: null,
    })
  })

  test('after part of an answer went out cuts the connection, and is recorded', async () => {
    const code = `
      const beat = new TextEncoder().encode('beat')
      export default { fetch: () => new Response(new ReadableStream({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 5))
          controller.enqueue(beat)
        },
      })) }`
    await alcove.deploy('shop', 'drum', code, { handler: 'index.default' })
    await alcove.api('PUT', '/spaces/shop/functions/drum/triggers/web', { type: 'http', config: { auth: 'none' } })
    const { data } = Reply.prototype
    using _ = replaced(Reply.prototype, 'data', function (this: Reply, chunk) {
      return this.started ? unexpected() : data.call(this, chunk)
    })
    const end = await new Promise<{ status: number | undefined; whole: boolean }>((resolve, reject) => {
      const outgoing = request(`${alcove.gatewayOrigin}/fn/shop/drum`, (incoming) => {
        incoming.resume().on('error', () => {})
        incoming.once('close', () => resolve({ status: incoming.statusCode, whole: incoming.complete }))
      })
      outgoing.on('error', reject).end()
    })
    expect(end).toEqual({ status: 200, whole: false })
    await expect.poll(() => lastOf('drum')).toMatchObject({ status: 'systemError' })
  })

  test('that flushing the first piece throws does not leave the client waiting', async () => {
    using _ = replaced(Reply.prototype, 'flush', unexpected)
    const answer = await visit('drum')
    expect(answer.status).toBe(500)
    expect(await lastOf('drum')).toMatchObject({ status: 'systemError', httpStatus: 500 })
  })

  test.each<[string, Partial<ResponseSink>]>([
    ['a head', { head: unexpected }],
    ['a piece', { data: unexpected }],
    ['a piece that had to wait', { data: () => Promise.reject(new TypeError('a secret detail')) }],
  ])('of what takes %s fails the call and not the instance', async (_, failing) => {
    const { order, call, target } = orderOfEcho('"x"')
    const { report } = await run(alcove.deps, call, target, { ...ok, ...failing })
    expect(report).toMatchObject({ status: 'systemError', error: { name: 'SystemError' } })
    expect(await recorded(order.id)).toMatchObject({ status: 'systemError' })
    expect((await alcove.api('POST', `${ECHO}/invocations`, 1)).body).toBe(1)
  })
})
