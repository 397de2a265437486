import { LIMITS } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
/** Calls the function that the event names and returns the outcome. */
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

test('an asynchronous call is a task, which continues when its caller has ended', async () => {
  await alcove.deploy(
    'shop',
    'fire',
    `import { alcove } from 'alcove'
     export const handler = ({ fn }) => alcove.invoke(fn, { item: 8 }, { async: true })`,
  )
  const fire = (fn: string) => alcove.api('POST', '/spaces/shop/functions/fire/invocations', { fn })
  const { status, body, headers } = await fire('stock')
  expect({ status, body }).toEqual({ status: 200, body: { id: expect.any(String), state: 'queued' } })
  const task = async () => (await alcove.api('GET', `/spaces/shop/tasks/${body.id}`)).body
  await expect.poll(async () => (await task()).state).toBe('succeeded')
  expect(await task()).toMatchObject({
    function: 'stock',
    trigger: 'function',
    caller: 'function fire',
    parentId: headers.get('x-alcove-invocation-id'),
    event: '{"item":8}',
  })
  expect(await fire('vault')).toMatchObject({ status: 502, body: { error: { name: 'NotFound' } } })
})

test('an asynchronous call with a key is one task, and a delayed one waits', async () => {
  await alcove.deploy(
    'shop',
    'later',
    `import { alcove } from 'alcove'
     export const handler = ({ event, options }) => alcove.invoke('stock', event, options)`,
  )
  const later = async (options: object, event: unknown = {}) =>
    (await alcove.api('POST', '/spaces/shop/functions/later/invocations', { event, options })).body
  const keyed = { async: true, idempotencyKey: 'a' }
  const first = await later(keyed)
  expect(await later(keyed)).toEqual(first)
  expect((await later({ ...keyed, idempotencyKey: 'b' })).id).not.toBe(first.id)
  expect(await later(keyed, { other: 1 })).toMatchObject({ error: { name: 'IdempotencyKeyReused' } })

  const delayed = await later({ async: true, delaySeconds: 3600 })
  const { acceptedAt, runAt } = (await alcove.api('GET', `/spaces/shop/tasks/${delayed.id}`)).body
  expect((Date.parse(runAt) - Date.parse(acceptedAt)) / 1000).toBeCloseTo(3600, -2)

  for (const [options, message] of [
    [{ async: true, delaySeconds: -1 }, 'The delay must be whole seconds, from 0 to 1209600 (14 days)'],
    [{ async: true, idempotencyKey: '' }, 'The idempotency key must have 1 to 200 characters'],
    [{ async: true, delaySeconds: '60' }, 'delaySeconds must be a whole number'],
    [{ delaySeconds: 60 }, 'idempotencyKey and delaySeconds are for asynchronous calls: add async: true'],
  ] as const) {
    expect((await later(options)).error.message).toBe(message)
  }
})

test('callers in every language behave the same', async ({ skip }) => {
  const python = alcove.deps.engine.info().runtimes.find(({ name }) => name === 'python3')
  skip(!python?.available, `No python3 here: ${python?.remedy}`)
  const code = `
import alcove

def handler(event, context):
    try:
        return alcove.invoke(
            event['fn'], {'from': 'python'}, qualifier=event.get('qualifier'), async_=event.get('async', False),
            idempotency_key=event.get('key'), delay_seconds=event.get('delay'),
        )
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
  expect(await snake({ fn: 'stock', async: true })).toMatchObject({ status: 200, body: { state: 'queued' } })
  const keyed = { fn: 'stock', async: true, key: 'k', delay: 60 }
  expect((await snake(keyed)).body.id).toBe((await snake(keyed)).body.id)
  expect(await snake({ fn: 'stock', key: 'k' })).toMatchObject({ body: { name: 'TypeError' } })
  expect(await snake({ fn: 'broken' })).toMatchObject({ body: { message: expect.stringContaining('out of stock') } })
  expect(await snake({ fn: 'vault' })).toMatchObject({ body: { message: expect.stringContaining('No function') } })
})

test('it may name a version or an alias, and gets an error when there is none', async () => {
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

test('when a caller disconnects, the calls that it made are cancelled too', async () => {
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
  // It is notified, and has a moment to end by itself.
  await expect.poll(() => callsOf('slow')).toMatchObject([{ status: 'cancelled', trigger: 'function' }])
})

test('a function that calls itself a hundred times at each level causes a bounded number of calls, and few records', async () => {
  await alcove.deploy(
    'shop',
    'fan',
    `import { alcove } from 'alcove'
    export const handler = async (depth) => {
      const calls = await Promise.allSettled(Array.from({ length: 100 }, () => alcove.invoke('fan', depth + 1)))
      return [...new Set(calls.map(({ reason }) => reason?.code ?? 'ok'))]
    }`,
    { timeoutSeconds: 60, scaling: { concurrency: 100, maxInstances: 4 } },
  )
  const answer = await alcove.api('POST', '/spaces/shop/functions/fan/invocations', 0)
  expect(answer.status).toBe(200)
  const { calls, inFlight } = LIMITS.lineage
  const recorded: { status: string; summary: string; repeats: number }[] = []
  for (let cursor = ''; cursor !== null;) {
    const page = await alcove.api('GET', `/spaces/shop/functions/fan/invocations?limit=200${cursor}`)
    recorded.push(...page.body.items)
    cursor = page.body.nextCursor && `&cursor=${page.body.nextCursor}`
  }
  const ran = recorded.filter(({ status }) => status !== 'rejected')
  const refused = recorded.filter(({ status }) => status === 'rejected')
  expect(ran.length).toBeGreaterThan(inFlight)
  expect(ran.length).toBeLessThanOrEqual(calls + 1)
  // A minute may have ended meanwhile.
  expect(refused.length).toBeLessThanOrEqual(4)
  expect(refused.reduce((sum, { repeats }) => sum + repeats, 0)).toBeGreaterThan(inFlight)
  const reasons = refused.map(({ summary }) => summary)
  expect(reasons).toContainEqual(expect.stringMatching(/^TooManyRequests: One call may have 100 calls/))
  const { body } = await alcove.api('GET', '/spaces/shop/functions/fan/metrics')
  const sum = (of: { repeats: number }[]) => of.reduce((total, { repeats }) => total + repeats, 0)
  expect(body.total.statuses).toMatchObject({ success: sum(ran), rejected: sum(refused) })
})

test('the answer to a refused call names the record that counts it', async () => {
  const again = async () => (await front({ fn: 'stock', event: null, qualifier: '77' })).body.failed.invocationId
  const ids = [await again(), await again(), await again()]
  for (const id of ids) expect(await detail(id)).toMatchObject({ status: 'rejected', caller: 'function front' })
})

describe('a call that comes back through a URL', () => {
  const visit = async (headers: Record<string, string> = {}) => {
    const answer = await fetch(`${alcove.gatewayOrigin}/fn/shop/headers`, { headers })
    return { status: answer.status, body: (await answer.json()) as Record<string, string> }
  }
  beforeAll(async () => {
    await alcove.deploy('shop', 'headers', `export const handler = async ({ headers }) => headers`)
    const trigger = { type: 'http', config: { auth: 'none' } }
    await alcove.api('PUT', '/spaces/shop/functions/headers/triggers/web', trigger)
  })

  test(`is one hop further when it passes on its tracestate, and is stopped at ${LIMITS.hops}`, async () => {
    let { body } = await visit({ tracestate: 'vendor=1' })
    expect(body['tracestate']).toMatch(/^alcove=[0-9a-f]{66},vendor=1$/)
    for (let hops = 1; hops < LIMITS.hops; hops++) {
      const next = await visit({ tracestate: body['tracestate']! })
      expect([hops, next.status]).toEqual([hops, 200])
      body = next.body
    }
    expect(await visit({ tracestate: body['tracestate']! })).toMatchObject({
      status: 508,
      body: { code: 'LoopDetected', invocationId: expect.any(String) },
    })
  })

  test('by the API too', async () => {
    const { body } = await visit()
    const call = (tracestate: string) =>
      alcove.api('POST', '/spaces/shop/functions/front/invocations', { fn: 'stock' }, { tracestate })
    const hops = async () => (await callsOf('stock'))[0].id
    await call(body['tracestate']!)
    const id = await hops()
    const { rows } = await alcove.deps.platform.pool.query(
      `select extras ->> 'hops' as hops from invocations where id = '${id}'`,
    )
    // front is one hop from the outside, and stock two.
    expect(rows).toEqual([{ hops: '2' }])
  })

  test('cannot be given other hops or another lineage by anybody else', async () => {
    const forgeries: Record<string, string>[] = [
      { 'x-alcove-hops': '99' },
      { tracestate: `alcove=${'0'.repeat(32)}63${'0'.repeat(32)}` },
      { traceparent: `00-${TRACE}-${'1'.repeat(16)}-01` },
    ]
    for (const headers of forgeries) {
      const { status, body } = await visit(headers)
      expect([status, body['tracestate']!.slice(39, 41)]).toEqual([200, '00'])
      expect(body['x-alcove-hops']).toBeUndefined()
    }
  })

  test(`may not have more than ${LIMITS.lineage.inFlight} calls of one lineage under way`, async () => {
    await alcove.deploy('shop', 'wait', `export const handler = () => new Promise(() => {})`, {
      timeoutSeconds: 20,
      scaling: { concurrency: 200, maxInstances: 1 },
    })
    await alcove.api('PUT', '/spaces/shop/functions/wait/triggers/web', { type: 'http', config: { auth: 'none' } })
    const tracestate = (await visit()).body['tracestate']!
    const leave = new AbortController()
    const waiting = Array.from({ length: LIMITS.lineage.inFlight }, () =>
      fetch(`${alcove.gatewayOrigin}/fn/shop/wait`, { headers: { tracestate }, signal: leave.signal }).catch(() => {}),
    )
    await expect.poll(async () => (await visit({ tracestate })).status).toBe(429)
    // Somebody else's calls are not counted there.
    expect(await visit()).toMatchObject({ status: 200 })
    leave.abort()
    await Promise.all(waiting)
    await expect.poll(async () => (await visit({ tracestate })).status).toBe(200)
  })
})
