import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

const FN = '/spaces/shop/functions/hello'
let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove({ freshMs: 100 })
  await alcove.api('POST', '/spaces', { name: 'shop' })
  await alcove.deploy('shop', 'hello', `export const handler = () => 'hello'`)
})
afterAll(() => alcove[Symbol.asyncDispose]())

const staleOf = async (path: string) => {
  const { status, headers } = await alcove.api('GET', path)
  return [path, status, headers.get('x-alcove-stale')]
}

test('while the database takes no records, reads continue and say that the latest records may be missing', async () => {
  const call = async () => (await alcove.api('POST', `${FN}/invocations`, {})).headers.get('x-alcove-invocation-id')!
  const listed = async () => {
    const { status, headers, body } = await alcove.api('GET', `${FN}/invocations`)
    return { status, stale: headers.get('x-alcove-stale'), ids: body.items.map((item: { id: string }) => item.id) }
  }
  const first = await call()
  await expect.poll(listed).toEqual({ status: 200, stale: null, ids: [first] })

  const client = await alcove.deps.platform.pool.connect()
  // Every batch begins with a row in this table.
  await client.query('begin')
  await client.query('lock table recorded_batches in exclusive mode')
  const second = await call()
  expect(await listed()).toEqual({ status: 200, stale: 'records', ids: [first] })
  const reads = [
    '/overview',
    '/spaces/shop/metrics',
    '/spaces/shop/invocations',
    `/spaces/shop/invocations/${first}`,
    '/spaces/shop/functions',
    '/spaces/shop/routes',
    FN,
    ...['metrics', 'right-sizing', 'logs', 'instances', 'triggers', 'versions'].map((list) => `${FN}/${list}`),
  ]
  for (const path of reads) expect(await staleOf(path)).toEqual([path, 200, 'records'])
  // Nothing of it is recorded.
  expect(await staleOf(`${FN}/draft`)).toEqual([`${FN}/draft`, 200, null])

  await client.query('rollback')
  client.release()
  await expect.poll(listed).toEqual({ status: 200, stale: null, ids: [second, first] })
})

test('while the traffic of routes cannot be stored, routes are read without it', async () => {
  const route = { method: 'GET', path: '/hello', function: 'hello', auth: 'none' }
  expect((await alcove.api('PUT', '/spaces/shop/routes/hello', route)).status).toBe(201)
  const read = async () => {
    const { status, headers, body } = await alcove.api('GET', '/spaces/shop/routes/hello')
    return [status, headers.get('x-alcove-stale'), body.last24h.calls]
  }
  const client = await alcove.deps.platform.pool.connect()
  await client.query('begin')
  await client.query('lock table route_hours in exclusive mode')
  expect((await fetch(`${alcove.gatewayOrigin}/gw/shop/hello`)).status).toBe(200)
  await expect.poll(read).toEqual([200, 'records', 0])
  await client.query('rollback')
  client.release()
  await expect.poll(read).toEqual([200, null, 1])
})

test('the description of the API names the header', async () => {
  // oxlint-disable-next-line typescript/no-explicit-any -- a document of OpenAPI
  const document: any = await (await alcove.app.request(`${alcove.origin}/api/openapi.json`)).json()
  const headersOf = (path: string) => document.paths[`/api/v1${path}`].get.responses['200'].headers
  expect(headersOf('/spaces/{space}/invocations')).toMatchObject({
    'X-Alcove-Stale': { description: expect.stringContaining('may lack the latest') },
  })
  expect(headersOf('/spaces/{space}/functions/{fn}/draft')).toBeUndefined()
})
