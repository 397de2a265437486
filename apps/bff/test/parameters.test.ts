import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
  await alcove.deploy(
    'shop',
    'returns',
    `export const handler = async (event) => {
      console.log('approved with', event.approvalKey)
      if (event.note === 'fail') throw new RangeError('refused with ' + event.approvalKey)
      return event
    }`,
  )
  await alcove.deploy(
    'shop',
    'caller',
    `import { alcove } from 'alcove'
    export const handler = (event) => alcove.invoke('returns', event).catch(({ code, message }) => ({ code, message }))`,
  )
})
afterAll(() => alcove[Symbol.asyncDispose]())

const FN = '/spaces/shop/functions/returns'
const SCHEMA = {
  type: 'object',
  properties: {
    orderId: { type: 'string', pattern: '^o-' },
    reason: { enum: ['late', 'damaged'], default: 'late' },
    lines: { type: 'array', items: { $ref: '#/$defs/Line' } },
    approvalKey: { type: 'string', writeOnly: true },
  },
  required: ['orderId', 'reason'],
  $defs: { Line: { type: 'object', properties: { qty: { type: 'integer', minimum: 1 } }, required: ['qty'] } },
}
const call = (event: unknown, qualifier = 'draft') =>
  alcove.api('POST', `${FN}/invocations?qualifier=${qualifier}`, event)
const recordOf = async (answer: { headers: Headers }) =>
  (await alcove.api('GET', `/spaces/shop/invocations/${answer.headers.get('x-alcove-invocation-id')}`)).body

test('parameters are checked before a call runs, belong to versions, and their defaults are filled in', async () => {
  const refused = await alcove.api('PATCH', FN, { parameters: { type: 'object', properties: { a: { type: 'no' } } } })
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'parameters.properties.a.type' }] } })
  const parameters = { type: 'object', properties: { a: { type: 'integer', default: 'x' } } }
  const errors = [{ path: 'parameters.properties.a.default', message: 'Must be a whole number' }]
  expect(await alcove.api('PATCH', FN, { parameters })).toMatchObject({ status: 400, body: { errors } })
  const made = { name: 'bad-default', runtime: 'nodejs24', handler: 'index.handler', parameters }
  expect(await alcove.api('POST', '/spaces/shop/functions', made)).toMatchObject({ status: 400, body: { errors } })
  await alcove.api('POST', `${FN}/versions`)
  const { body: fn } = await alcove.api('PATCH', FN, { parameters: SCHEMA })
  expect(fn.parameters).toEqual({ ...SCHEMA, 'x-order': ['orderId', 'reason', 'lines', 'approvalKey'] })
  expect(fn.draft.changedSince).toBe(1)
  await alcove.api('POST', `${FN}/versions`)

  const wrong = await call({ orderId: '88213', lines: [{ qty: 0 }], approvalKey: 'of a refused call' })
  expect(wrong).toMatchObject({ status: 400, body: { code: 'ValidationFailed' } })
  expect(wrong.body.errors).toEqual([
    { path: 'lines.0.qty', message: 'Must be at least 1' },
    { path: 'orderId', message: 'Must match ^o-' },
  ])
  const record = await recordOf(wrong)
  expect(record).toMatchObject({ status: 'rejected', instanceId: null })
  expect(JSON.parse(record.input.text)).toMatchObject({ orderId: '88213', approvalKey: '[secret]' })
  expect((await call(1)).body.errors).toEqual([{ path: 'event', message: 'Must be an object' }])
  // A default makes a required parameter complete. Digits stay as they were written.
  expect((await call({ orderId: 'o-1', n: 1 })).body).toEqual({ reason: 'late', orderId: 'o-1', n: 1 })
  expect((await call({ orderId: 'o-1' }, '2')).body).toMatchObject({ reason: 'late' })
  // Version 1 was published before.
  expect((await call({ orderId: 1 }, '1')).body).toEqual({ orderId: 1 })

  const inner = await alcove.api('POST', '/spaces/shop/functions/caller/invocations', { orderId: 1 })
  expect(inner.body).toEqual({ code: 'ValidationFailed', message: 'orderId: Must be text' })
  await alcove.api('PUT', `${FN}/tests/wrong`, { event: {}, expect: {} })
  const run = await alcove.api('POST', `${FN}/tests/run`)
  expect(run.body.results[0]).toMatchObject({ outcome: 'rejected', error: { message: 'orderId: Is missing' } })
})

test('values of secret parameters are in no record', async () => {
  const secret = 'very secret value'
  const answered = await call({ orderId: 'o-1', approvalKey: secret, id: 1 })
  expect(answered.body.approvalKey).toBe(secret)
  const failed = await call({ orderId: 'o-1', approvalKey: secret, note: 'fail' })
  for (const answer of [answered, failed]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const record = await recordOf(answer)
    expect(JSON.stringify(record)).not.toContain(secret)
    expect(JSON.parse(record.input.text)).toMatchObject({ approvalKey: '[secret]' })
  }
  expect((await recordOf(failed)).error.message).toBe('refused with [secret]')
  const task = await alcove.api(
    'POST',
    `${FN}/invocations`,
    { orderId: 'o-1', approvalKey: secret },
    { Prefer: 'respond-async' },
  )
  const { body } = await alcove.api('GET', `/spaces/shop/tasks/${task.body.id}`)
  expect(JSON.parse(body.event)).toEqual({ orderId: 'o-1', approvalKey: '[secret]' })
})

test('a request is checked by its body, and OpenAPI shows it', async () => {
  const route = { method: 'POST', path: '/returns', function: 'returns', auth: 'none' }
  await alcove.api('PUT', '/spaces/shop/routes/returns', route)
  await alcove.api('PUT', `${FN}/triggers/web`, { type: 'http', qualifier: 'draft', config: { auth: 'none' } })
  const send = (path: string, init: RequestInit) => fetch(`${alcove.gatewayOrigin}${path}`, init)
  for (const path of ['/gw/shop/returns', '/fn/shop/returns']) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const [good, wrong, none] = await Promise.all([
      send(path, { method: 'POST', body: '{"orderId":"o-1","reason":"late"}' }),
      send(path, { method: 'POST', body: '{"orderId":1}' }),
      send(path, { method: 'POST' }),
    ])
    expect([good.status, wrong.status, none.status]).toEqual([200, 400, 400])
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect(await wrong.json()).toMatchObject({ errors: [{ path: 'body.reason' }, { path: 'body.orderId' }] })
  }
  expect((await send('/fn/shop/returns', {})).status).toBe(200)

  const { body: document } = await alcove.api('GET', '/spaces/shop/openapi.json')
  const { requestBody, responses } = document.paths['/returns'].post
  expect(requestBody.content['application/json'].schema).toMatchObject({
    required: ['orderId', 'reason'],
    properties: { lines: { items: { $ref: '#/components/schemas/Line' } }, approvalKey: { writeOnly: true } },
  })
  expect(responses['400']).toBeDefined()
  const again = await alcove.api('POST', '/spaces/shop/routes/import?preview=true', document)
  expect(again.body.counts).toMatchObject({ same: 1, change: 0 })
})

test('a preview infers parameters from recorded inputs and counts what others would refuse', async () => {
  const parameters = { type: 'object', properties: { note: { type: 'string' } }, required: ['note'] }
  const { body } = await alcove.api('POST', `${FN}/parameters/preview`, { parameters })
  expect(body.inferred).toMatchObject({ properties: { reason: { type: 'string' } } })
  expect(body.calls).toBeGreaterThan(3)
  expect(body.refused).toBe(body.calls - body.seen.find(({ name }: { name: string }) => name === 'note').calls)
  expect(body.errors[0]).toEqual({ path: 'note', message: 'Is missing', calls: body.refused })
})

test('copies, archives and the audit keep parameters', async () => {
  const { body: copy } = await alcove.api('POST', `${FN}/duplicate`, { name: 'copy' })
  expect(copy.parameters).toMatchObject(SCHEMA)
  const { body: removed } = await alcove.api('PATCH', '/spaces/shop/functions/copy', { parameters: null })
  expect(removed.parameters).toBeNull()
  const { body: audit } = await alcove.api('GET', '/audit?action=functions:update')
  const entry = audit.items.find((each: { target: string }) => each.target === 'function copy')
  expect(entry.before.parameters).toMatchObject({ orderId: 'string, ^o-, required', approvalKey: 'string, secret' })
  expect(entry.after).toEqual({ parameters: null })
})
