import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openShop()
})
afterAll(() => alcove[Symbol.asyncDispose]())

const send = async (document: unknown, query = '', space = 'shop') => {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  const answer = await alcove.raw('POST', `/spaces/${space}/routes/import${query}`, text, {
    'content-type': 'text/plain',
  })
  return { status: answer.status, body: (await answer.json()) as any } // oxlint-disable-line typescript/no-explicit-any
}
const shop = (paths: object, more: object = {}) => ({
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1' },
  paths,
  ...more,
})
const parameter = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } })
const answers = { responses: { default: { description: 'ok' } } }
const echo = { ...answers, 'x-alcove': { function: 'echo', auth: 'none' } }
const namesIn = async (space = 'shop') => {
  const { body } = await alcove.api('GET', `/spaces/${space}/routes`)
  return body.items.map(({ name }: { name: string }) => name)
}
const outcomes = (body: { routes: { name: string; outcome: string }[] }) =>
  Object.fromEntries(body.routes.map(({ name, outcome }) => [name, outcome]))

test('a preview changes nothing, an import does what the preview said, and a second import changes nothing', async () => {
  const line = {
    type: 'object',
    properties: { qty: { type: 'integer', minimum: 1 }, more: { $ref: '#/components/schemas/Line' } },
  }
  const file = shop(
    {
      '/orders': {
        post: {
          ...echo,
          operationId: 'createOrder',
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Line' } } },
            },
          },
        },
      },
      '/orders/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        get: { ...echo, operationId: 'readOrder' },
        delete: { ...answers },
      },
      '/orders/{number}': { parameters: [parameter('number')], get: { ...echo, operationId: 'again' } },
      '/lost': { get: { ...answers, operationId: 'lost', 'x-alcove-function': 'nowhere' } },
      '/bad': { get: { ...answers, operationId: 'bad', 'x-alcove': { schemas: { query: { pattern: '(?=a)' } } } } },
    },
    { components: { schemas: { Line: line } } },
  )
  const preview = await send(file, '?preview=true')
  expect(outcomes(preview.body)).toEqual({
    'create-order': 'new',
    'read-order': 'new',
    'delete-orders-id': 'new',
    again: 'clash',
    lost: 'refused',
    bad: 'refused',
  })
  expect(await namesIn()).toEqual([])
  const done = await send(file)
  expect(done.body).toEqual(preview.body)
  expect(await namesIn()).toEqual(['create-order', 'delete-orders-id', 'read-order'])

  const call = async (method: string, path: string, body?: string) => {
    const answer = await fetch(`${alcove.gatewayOrigin}/gw/shop${path}`, {
      method,
      ...(body && { body, headers: { 'content-type': 'application/json' } }),
    })
    return { status: answer.status, body: (await answer.json()) as { errors?: { path: string }[] } }
  }
  expect((await call('POST', '/orders', '[{"qty":1,"more":{"qty":2}}]')).status).toBe(200)
  const refused = await call('POST', '/orders', '[{"qty":1,"more":{"qty":0}}]')
  expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([400, 'body.0.more.qty'])
  expect((await call('GET', '/orders/7')).status).toBe(200)
  expect((await call('GET', '/orders/seven')).status).toBe(400)

  const again = await send(file, '?preview=true')
  expect(again.body.counts).toMatchObject({ new: 0, change: 0, same: 3 })
  const exported = await alcove.api('GET', '/spaces/shop/openapi.json')
  expect((await send(exported.body, '?preview=true')).body.counts).toMatchObject({
    new: 0,
    change: 0,
    same: 3,
    clash: 0,
  })
  await alcove.api('POST', '/spaces', { name: 'copy' })
  await alcove.deploy('copy', 'echo', 'export const handler = async (event) => event')
  expect((await send(exported.body, '', 'copy')).body.counts).toMatchObject({ new: 3, refused: 0 })

  const one = shop({ '/orders': { post: { ...answers, operationId: 'createOrder', 'x-alcove': { auth: 'key' } } } })
  expect((await send(one, '?preview=true')).body.routes[0]).toMatchObject({
    outcome: 'change',
    detail: expect.stringContaining('none to key'),
  })
  expect((await send(one, '?deleteUnnamed=true')).body.counts).toMatchObject({ change: 1, delete: 2 })
  expect(await namesIn()).toEqual(['create-order'])
})

test.each<[what: string, document: unknown, message: RegExp]>([
  ['nothing', '', /cannot be imported/],
  ['text that is no document', 'hello', /cannot be imported/],
  ['broken JSON', '{"openapi": "3.1.0"', /cannot be imported/],
  ['an older version', { swagger: '2.0', info: { title: '', version: '1' }, paths: {} }, /3\.1 can be imported/],
  ['OpenAPI 3.0', { openapi: '3.0.3', info: { title: '', version: '1' }, paths: {} }, /3\.1 can be imported/],
  ['a document without info', { openapi: '3.1.0', paths: {} }, /info/],
  [
    'aliases that multiply',
    `openapi: 3.1.0\na: &a [x, x]\n${'bcdefghijklmnopqrstuvwxyz'
      .split('')
      .map(
        (name, at) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefghijklmnopqrstuvwxyz'[at]}`)}]`,
      )
      .join('\n')}`,
    /cannot be imported/,
  ],
])('%s is refused with the reason and makes nothing', async (_, document, message) => {
  const before = await namesIn()
  const { status, body } = await send(document)
  expect([status, body.code]).toEqual([400, 'ValidationFailed'])
  expect(body.detail).toMatch(message)
  expect(await namesIn()).toEqual(before)
})

test('ten thousand routes can be imported, and no more', async () => {
  await alcove.api('POST', '/spaces', { name: 'wide' })
  const paths = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, n) => [
        `/v1/part-${n}/{id}`,
        { parameters: [parameter('id')], get: { ...answers, 'x-alcove': { auth: 'none', answer: {} } } },
      ]),
    )
  const many = await send(shop(paths(10_001)), '', 'wide')
  expect([many.status, many.body.detail]).toEqual([400, expect.stringContaining('at most 10000 routes')])
  await alcove.api('PUT', '/spaces/wide/routes/own', { method: 'GET', path: '/own' })
  for (const query of ['?preview=true', '']) {
    const { status, body } = await send(shop(paths(10_000)), query, 'wide')
    expect([status, body.detail]).toEqual([409, expect.stringContaining('would make it 10001')])
  }
  await alcove.api('DELETE', '/spaces/wide/routes/own')
  const { status, body } = await send(shop(paths(10_000)), '', 'wide')
  expect([status, body.counts?.new]).toEqual([200, 10_000])
  const answer = await fetch(`${alcove.gatewayOrigin}/gw/wide/v1/part-9999/x`)
  expect(answer.status).toBe(200)
  const one = await alcove.api('PUT', '/spaces/wide/routes/one-more', { method: 'GET', path: '/one-more' })
  expect([one.status, one.body.detail]).toEqual([409, expect.stringContaining('10000')])
})
