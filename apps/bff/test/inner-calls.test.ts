import { LIMITS } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
/** Calls the function that the event names and answers with what came of it. */
const CALLER = `
  import { alcove } from 'alcove'
  export const handler = async ({ fn, event, qualifier }) => {
    try {
      return { value: await alcove.invoke(fn, event, { qualifier }) }
    } catch ({ name, message, code, invocationId }) {
      return { failed: { name, message, code, invocationId } }
    }
  }`

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  for (const space of ['shop', 'bank']) await alcove.api('POST', '/spaces', { name: space })
  await alcove.deploy('shop', 'front', CALLER)
  await alcove.deploy('shop', 'stock', `export const handler = async (event, context) => ({ event, context })`)
  await alcove.deploy('shop', 'broken', `export const handler = async () => { throw new RangeError('out of stock') }`)
  await alcove.deploy('bank', 'vault', `export const handler = async () => 'gold'`)
})
afterAll(() => alcove[Symbol.asyncDispose]())

const front = (body: object) =>
  alcove.api('POST', '/spaces/shop/functions/front/invocations', body, {
    traceparent: `00-${TRACE}-${'1'.repeat(16)}-01`,
  })
const detail = async (id: string | null) => (await alcove.api('GET', `/spaces/shop/invocations/${id}`)).body
const callsOf = async (fn: string) =>
  (await alcove.api('GET', `/spaces/shop/functions/${fn}/invocations?limit=200`)).body.items

test('a function calls another one of its space, and both calls are recorded as one chain', async () => {
  const answer = await front({ fn: 'stock', event: { item: 7 } })
  expect(answer).toMatchObject({ status: 200, body: { value: { event: { item: 7 } } } })
  const outer = await detail(answer.headers.get('x-alcove-invocation-id'))
  const [{ id }] = await callsOf('stock')
  const inner = await detail(id)
  expect(outer).toMatchObject({ trigger: 'api', parentId: null, traceId: TRACE, status: 'success' })
  expect(inner).toMatchObject({
    trigger: 'function',
    triggerName: null,
    caller: 'function front',
    parentId: outer.id,
    traceId: TRACE,
    qualifier: 'draft',
    version: null,
    status: 'success',
    input: { text: '{"item":7}' },
  })
  expect(inner.durationMs).toBeLessThan(outer.durationMs)
})

test('it makes no difference in which language the caller is written', async ({ skip }) => {
  const python = alcove.deps.engine.info().runtimes.find(({ name }) => name === 'python3')
  skip(!python?.available, `No python3 here: ${python?.remedy}`)
  const code = `
import alcove

def handler(event, context):
    try:
        return alcove.invoke(event['fn'], {'from': 'python'}, qualifier=event.get('qualifier'))
    except Exception as error:
        return {'name': type(error).__name__, 'message': str(error)}
`
  await alcove.api('POST', '/spaces/shop/functions', {
    name: 'snake',
    runtime: 'python3',
    handler: 'index.handler',
    files: { 'index.py': code },
  })
  const snake = (event: object) => alcove.api('POST', '/spaces/shop/functions/snake/invocations', event)
  expect(await snake({ fn: 'stock' })).toMatchObject({ status: 200, body: { event: { from: 'python' } } })
  const [{ id }] = await callsOf('stock')
  expect(await detail(id)).toMatchObject({ trigger: 'function', caller: 'function snake', status: 'success' })
  expect(await snake({ fn: 'broken' })).toMatchObject({ body: { message: expect.stringContaining('out of stock') } })
  expect(await snake({ fn: 'vault' })).toMatchObject({ body: { message: expect.stringContaining('No function') } })
})

test('it may name a version or an alias, and is told when there is none', async () => {
  await alcove.api('POST', '/spaces/shop/functions/stock/versions', {})
  await alcove.api('PUT', '/spaces/shop/functions/stock/aliases/live', { version: 1 })
  for (const qualifier of ['1', 'live']) {
    await front({ fn: 'stock', event: null, qualifier })
    expect((await callsOf('stock'))[0]).toMatchObject({ qualifier, version: 1, status: 'success' })
  }
  const { body } = await front({ fn: 'stock', event: null, qualifier: '9' })
  expect(body.failed).toMatchObject({ code: 'NotFound', message: 'stock has no version or alias "9"' })
  expect((await callsOf('stock'))[0]).toMatchObject({
    id: body.failed.invocationId,
    qualifier: '9',
    status: 'rejected',
  })
})

test('what the other function threw arrives with its name, its message and the id of its call', async () => {
  const { body } = await front({ fn: 'broken', event: null })
  const [call] = await callsOf('broken')
  expect(body.failed).toEqual({
    name: 'RangeError',
    message: 'out of stock',
    code: 'FunctionError',
    invocationId: call.id,
  })
  expect(call).toMatchObject({ status: 'functionError', trigger: 'function' })
})

test.each([
  ['one that is not there', 'nothing'],
  ['one of another space', 'vault'],
  ['one of another space by its path', 'bank/vault'],
])('%s is absent', async (_, fn) => {
  const { body } = await front({ fn, event: null })
  expect(body.failed).toEqual({
    name: 'NotFound',
    message: `No function "${fn}" in this space`,
    code: 'NotFound',
    invocationId: null,
  })
})

test(`a function that calls itself is stopped at ${LIMITS.hops}, and the refusal is recorded`, async () => {
  await alcove.deploy(
    'shop',
    'mirror',
    `import { alcove } from 'alcove'
    export const handler = async (depth, context) => {
      try {
        return await alcove.invoke('mirror', depth + 1)
      } catch (error) {
        return { depth, code: error.code, message: error.message }
      }
    }`,
    { timeoutSeconds: 60 },
  )
  const answer = await alcove.api('POST', '/spaces/shop/functions/mirror/invocations', 0)
  expect(answer.body).toEqual({
    depth: LIMITS.hops - 1,
    code: 'LoopDetected',
    message: `Stopped after ${LIMITS.hops} functions that call one another`,
  })
  const calls = await callsOf('mirror')
  expect(calls).toHaveLength(LIMITS.hops + 1)
  expect(new Set(calls.map((call: { traceId: string }) => call.traceId)).size).toBe(1)
  const [refused, ...ran] = await Promise.all(calls.map(({ id }: { id: string }) => detail(id)))
  expect(refused).toMatchObject({ status: 'rejected', parentId: ran[0].id, error: { name: 'LoopDetected' } })
  expect(ran.map(({ status }) => status)).toEqual(Array(LIMITS.hops).fill('success'))
})

test('a caller that goes away takes what it called along', async () => {
  await alcove.deploy('shop', 'slow', `export const handler = () => new Promise(() => {})`)
  await alcove.deploy(
    'shop',
    'hasty',
    `import { alcove } from 'alcove'
    export const handler = () => alcove.invoke('slow', null)`,
    { timeoutSeconds: 1 },
  )
  const answer = await alcove.api('POST', '/spaces/shop/functions/hasty/invocations', null)
  expect(answer).toMatchObject({ status: 504, body: { code: 'Timeout' } })
  await expect.poll(() => callsOf('slow')).toMatchObject([{ status: 'cancelled', trigger: 'function' }])
})
