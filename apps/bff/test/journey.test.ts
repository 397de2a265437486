import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
})
afterAll(() => alcove[Symbol.asyncDispose]())

test('a new function gets a URL, and its calls appear in logs and metrics', async () => {
  const { api } = alcove
  const space = await api('POST', '/spaces', { name: 'shop', visibility: 'private' })
  expect(space).toMatchObject({ status: 201, body: { name: 'shop', visibility: 'private' } })
  expect(space.headers.get('location')).toBe('/api/v1/spaces/shop')

  const created = await api('POST', '/spaces/shop/functions', {
    name: 'checkout',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: {
      'index.mjs': `export const handler = async (event, context) => {
        console.log('hello from', context.functionVersion, event.rawPath ?? event.who)
        return { version: context.functionVersion, who: event.who, path: event.rawPath }
      }`,
    },
  })
  expect(created.status).toBe(201)
  expect(created.headers.get('location')).toBe('/api/v1/spaces/shop/functions/checkout')

  const draft = await api('POST', '/spaces/shop/functions/checkout/invocations', { who: 'me' })
  expect(draft).toMatchObject({ status: 200, body: { version: 'draft', who: 'me' } })
  expect(draft.headers.get('x-alcove-version')).toBe('draft')
  expect(draft.headers.get('x-alcove-cold-start')).toBe('true')
  expect(draft.headers.get('x-alcove-start')).toMatch(/^(cold|prewarmed)$/)
  expect(Number(draft.headers.get('x-alcove-duration-ms'))).toBeGreaterThan(0)
  const draftId = draft.headers.get('x-alcove-invocation-id')!

  const published = await api('POST', '/spaces/shop/functions/checkout/versions', { description: 'first' })
  expect(published).toMatchObject({ status: 201, body: { version: 1, description: 'first' } })
  expect(published.headers.get('location')).toBe('/api/v1/spaces/shop/functions/checkout/versions/1')
  expect(await api('PUT', '/spaces/shop/functions/checkout/aliases/live', { version: 1 })).toMatchObject({
    body: { name: 'live', version: 1 },
  })
  const trigger = await api('PUT', '/spaces/shop/functions/checkout/triggers/web', {
    type: 'http',
    qualifier: 'live',
    enabled: true,
    config: { auth: 'none' },
  })
  expect(trigger.body).toMatchObject({ type: 'http', qualifier: 'live', config: { auth: 'none' } })
  expect(trigger.body.url).toBe(`${alcove.gatewayOrigin}/fn/shop/checkout`)

  const answer = await fetch(`${alcove.gatewayOrigin}/fn/shop/checkout/orders/7?x=1`)
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ version: '1', path: '/orders/7' })
  const id = answer.headers.get('x-alcove-invocation-id')!

  const detail = await api('GET', `/spaces/shop/invocations/${id}`)
  expect(detail.body).toMatchObject({
    id,
    function: 'checkout',
    status: 'success',
    qualifier: 'live',
    version: 1,
    trigger: 'http',
    triggerName: 'web',
    httpMethod: 'GET',
    httpPath: '/orders/7',
    httpStatus: 200,
    logs: [{ level: 'info', message: 'hello from 1 /orders/7' }],
  })
  expect(JSON.parse(detail.body.input.text)).toMatchObject({ rawPath: '/orders/7', rawQueryString: 'x=1' })
  expect(JSON.parse(detail.body.output.text)).toEqual({ version: '1', path: '/orders/7' })

  const list = await api('GET', '/spaces/shop/functions/checkout/invocations')
  expect(list.body.items.map((item: { id: string }) => item.id)).toEqual([id, draftId])
  const logs = await api('GET', '/spaces/shop/functions/checkout/logs?q=orders')
  expect(logs.body.items).toMatchObject([{ invocationId: id, message: 'hello from 1 /orders/7', version: 1 }])
  const ofSpace = async (name: string) => (await api('GET', `/spaces/shop/logs?q=orders&function=${name}`)).body.items
  expect(await ofSpace('checkout')).toHaveLength(1)
  expect(await ofSpace('other')).toEqual([])
  const metrics = await api('GET', '/spaces/shop/functions/checkout/metrics')
  expect(metrics.body.total).toMatchObject({ invocations: 2, errors: 0 })
  const overview = await api('GET', '/overview')
  expect(overview.body).toMatchObject({ spaceCount: 1, functionCount: 1 })
  const instances = await api('GET', '/instances')
  expect(instances.body.items.map((each: { function: string }) => each.function)).toEqual(['checkout'])
})

test('a function is called by draft, version number and alias', async () => {
  const { api } = alcove
  await alcove.deploy('shop', 'which', `export const handler = async (_, context) => context.functionVersion`)
  await api('POST', '/spaces/shop/functions/which/versions')
  await api('PUT', '/spaces/shop/functions/which/aliases/live', { version: 1 })
  const call = async (qualifier: string) =>
    (await api('POST', `/spaces/shop/functions/which/invocations?qualifier=${qualifier}`)).body
  expect([await call('draft'), await call('1'), await call('live')]).toEqual(['draft', '1', '1'])
})

test('an empty body is the event null, and nothing returned is null', async () => {
  await alcove.deploy('shop', 'nothing', `export const handler = async (event) => { if (event !== null) throw event }`)
  expect(await alcove.api('POST', '/spaces/shop/functions/nothing/invocations')).toMatchObject({
    status: 200,
    body: null,
  })
})

test('a draft is uploaded and downloaded as a zip', async () => {
  await alcove.deploy('shop', 'zipped', `export const handler = async () => 'one'`)
  const archive = await alcove.raw('GET', '/spaces/shop/functions/zipped/draft/archive')
  expect(archive.headers.get('content-type')).toBe('application/zip')
  expect(archive.headers.get('content-disposition')).toBe('attachment; filename="zipped-draft.zip"')
  const zip = new Uint8Array(await archive.arrayBuffer())
  const same = await alcove.raw('GET', '/spaces/shop/functions/zipped/draft', undefined, { accept: 'application/zip' })
  expect(new Uint8Array(await same.arrayBuffer())).toEqual(zip)
  await alcove.deploy('shop', 'copied', `export const handler = async () => 'two'`)
  const saved = await alcove.raw('PUT', '/spaces/shop/functions/copied/draft', zip, {
    'content-type': 'application/zip',
  })
  expect(saved.status).toBe(200)
  expect(await alcove.api('POST', '/spaces/shop/functions/copied/invocations')).toMatchObject({ body: 'one' })
})
