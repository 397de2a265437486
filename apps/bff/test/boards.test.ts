import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openShop()
})
afterAll(() => alcove[Symbol.asyncDispose]())

const BOARD = '/spaces/shop/boards/health'
const put = (charts: object[], headers: Record<string, string> = {}) => alcove.api('PUT', BOARD, { charts }, headers)

test('a board is created, changed by those who saw it as it is, and deleted', async () => {
  const chart = { metric: 'duration', function: 'echo', version: 1, split: 'trigger', width: 'full' }
  const made = await put([chart], { 'if-none-match': '*' })
  expect([made.status, made.body.charts]).toEqual([201, [{ ...chart, title: '', qualifier: null, trigger: null }]])
  expect((await put([], { 'if-none-match': '*' })).body.code).toBe('PreconditionFailed')

  const seen = { 'if-match': made.headers.get('etag')! }
  const changed = await put([{ metric: 'cost' }, chart], seen)
  expect(changed.body.charts.map(({ metric }: { metric: string }) => metric)).toEqual(['cost', 'duration'])
  expect((await put([], seen)).status).toBe(412)
  // Two at once: one of them has seen the other's.
  const latest = { 'if-match': changed.headers.get('etag')! }
  const both = await Promise.all([put([{ metric: 'cpu' }], latest), put([{ metric: 'bytes' }], latest)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412])

  expect((await alcove.api('GET', '/spaces/shop/boards')).body.items).toMatchObject([{ name: 'health' }])
  expect((await alcove.api('DELETE', BOARD)).status).toBe(204)
  expect((await alcove.api('GET', BOARD)).status).toBe(404)
})

test('who may read metrics sees a board, and no more', async () => {
  await put([{ metric: 'errors' }])
  const { body } = await alcove.api('POST', '/keys', { name: 'reader', spaces: ['shop'], actions: ['metrics:read'] })
  const headers = { authorization: `Bearer ${body.key}` }
  expect((await alcove.api('GET', BOARD, undefined, headers)).status).toBe(200)
  expect((await put([], headers)).status).toBe(403)
})

test.each<[what: string, charts: object[], path: string]>([
  ['a metric that does not exist', [{ metric: 'luck' }], 'charts.0.metric'],
  ['a version of all functions', [{ metric: 'cost', version: 1 }], 'charts.0.version'],
  ['more charts than a board has', Array.from({ length: 25 }, () => ({ metric: 'cost' })), 'charts'],
])('refuses %s', async (_, charts, path) => {
  const { status, body } = await put(charts)
  expect([status, body.errors[0].path]).toEqual([400, path])
})
