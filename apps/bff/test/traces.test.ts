import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
  await alcove.api('PUT', '/spaces/shop/buckets/receipts', {})
  await alcove.deploy(
    'shop',
    'checkout',
    `import { alcove } from 'alcove'
     export const handler = async ({ later }) => {
       console.log('priced')
       await alcove.bucket('receipts').put('a.txt', 'a')
       await fetch('http://127.0.0.1:50509/prices').catch(() => {})
       await alcove.invoke('price', {})
       if (later) await alcove.invoke('price', { bad: true }, { async: true })
       return 'done'
     }`,
  )
  await alcove.deploy(
    'shop',
    'price',
    `export const handler = async ({ bad }) => { if (bad) throw new RangeError('no price'); return 7 }`,
  )
})
afterAll(() => alcove[Symbol.asyncDispose]())

const traceOf = (headers: Headers) => headers.get('traceresponse')!.split('-')[1]!
const call = (event: object, headers = {}) =>
  alcove.api('POST', '/spaces/shop/functions/checkout/invocations', event, headers)

test('a trace has the calls, their phases, their lines and their callers', async () => {
  const answer = await call({})
  const { status, body } = await alcove.api('GET', `/spaces/shop/traces/${traceOf(answer.headers)}`)
  expect(status).toBe(200)
  const [outer, inner] = body.calls
  expect(outer).toMatchObject({
    id: answer.headers.get('x-alcove-invocation-id'),
    function: 'checkout',
    parentId: null,
    status: 'success',
    phases: { handler: expect.any(Number) },
  })
  expect(inner).toMatchObject({ function: 'price', parentId: outer.id, caller: 'function checkout' })
  expect(body).toMatchObject({ hidden: 0, more: false, moreLogs: false })
  expect(body.logs).toMatchObject([{ message: 'priced', invocationId: outer.id }])
})

test('a trace of another system includes its tasks, and is found by the given time', async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  await call({ later: true }, { traceparent: `00-${traceId}-${'1'.repeat(16)}-01` })
  const trace = async () =>
    (await alcove.api('GET', `/spaces/shop/traces/${traceId}?at=${new Date().toISOString()}`)).body
  await expect.poll(async () => (await trace()).calls.length).toBe(3)
  const { calls } = await trace()
  expect(calls[2]).toMatchObject({
    function: 'price',
    parentId: calls[0].id,
    taskId: expect.any(String),
    status: 'functionError',
    error: { name: 'RangeError', message: 'no price' },
  })
})

test('a missing trace and one of another space answer the same', async () => {
  await alcove.api('POST', '/spaces', { name: 'bank' })
  const { headers } = await call({})
  expect(await alcove.api('GET', `/spaces/bank/traces/${traceOf(headers)}`)).toMatchObject({ status: 404 })
  expect(await alcove.api('GET', `/spaces/shop/traces/${'0'.repeat(31)}1`)).toMatchObject({ status: 404 })
  expect(await alcove.api('GET', '/spaces/shop/traces/rubbish')).toMatchObject({ status: 400 })
})

test('the service graph counts calls and failures of each caller', async () => {
  const [from, to] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)].map((at) => at.toISOString())
  const { body } = await alcove.api('GET', `/spaces/shop/service-graph?from=${from}&to=${to}`)
  const edge = (fn: string) => body.edges.find((each: { function: string }) => each.function === fn)
  expect(edge('checkout')).toMatchObject({ from: null, trigger: 'api', calls: 3, failures: 0 })
  expect(edge('price')).toMatchObject({ from: 'checkout', trigger: 'function', p95Ms: expect.any(Number) })
  const reach = (kind: string) => body.reaches.find((each: { kind: string }) => each.kind === kind)
  expect(reach('bucket')).toMatchObject({ from: 'checkout', name: 'receipts', calls: 3, failures: 0 })
  expect(reach('host')).toMatchObject({ from: 'checkout', name: '127.0.0.1:50509', calls: 3, failures: 3 })
  expect(await alcove.api('GET', `/spaces/shop/service-graph?from=${to}&to=${from}`)).toMatchObject({ status: 400 })
})
