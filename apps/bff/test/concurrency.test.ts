import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openShop()
})
afterAll(() => alcove[Symbol.asyncDispose]())

const ECHO = '/spaces/shop/functions/echo'
const files = (text: string) => ({ files: { 'index.mjs': `export const handler = async () => '${text}'` } })

test('a draft is saved only over the code that its writer saw', async () => {
  const first = (await alcove.api('GET', `${ECHO}/draft`)).headers.get('etag')!
  expect(first).toMatch(/^"[0-9a-f]{64}"$/)
  const saved = await alcove.api('PUT', `${ECHO}/draft`, files('mine'), { 'if-match': first })
  expect(saved.status).toBe(200)
  const second = saved.headers.get('etag')!

  const late = await alcove.api('PUT', `${ECHO}/draft`, files('theirs'), { 'if-match': first })
  expect(late).toMatchObject({ status: 412, body: { code: 'PreconditionFailed' } })
  expect(late.headers.get('etag')).toBe(second)
  expect(await alcove.api('PUT', `${ECHO}/draft`, files('weak'), { 'if-match': `W/${second}` })).toMatchObject({
    status: 412,
  })
  expect(await alcove.api('PUT', `${ECHO}/draft`, files('any'), { 'if-match': '*' })).toMatchObject({ status: 200 })
  expect(await alcove.api('PUT', `${ECHO}/draft`, files('bad'), { 'if-match': 'unquoted' })).toMatchObject({
    status: 400,
  })
})

test('an alias is created only once and moved only from where it was seen', async () => {
  await alcove.api('POST', `${ECHO}/versions`)
  const path = `${ECHO}/aliases/live`
  expect(await alcove.api('PUT', path, { version: 1 }, { 'if-match': '"none"' })).toMatchObject({ status: 412 })
  const made = await alcove.api('PUT', path, { version: 1 }, { 'if-none-match': '*' })
  expect(made.status).toBe(201)
  expect(await alcove.api('PUT', path, { version: 1 }, { 'if-none-match': '*' })).toMatchObject({ status: 412 })

  await alcove.api('PUT', `${ECHO}/draft`, files('second'))
  await alcove.api('POST', `${ECHO}/versions`)
  const moved = await alcove.api('PUT', path, { version: 2 }, { 'if-match': made.headers.get('etag')! })
  expect(moved).toMatchObject({ status: 200, body: { version: 2 } })
  const late = await alcove.api('PUT', path, { version: 1 }, { 'if-match': made.headers.get('etag')! })
  expect(late.status).toBe(412)
  expect(late.headers.get('etag')).toBe(moved.headers.get('etag'))
  expect((await alcove.api('GET', path)).headers.get('etag')).toBe(moved.headers.get('etag'))
})

test('a create with an idempotency key happens once', async () => {
  const body = { name: 'once' }
  const key = { 'idempotency-key': 'create-once' }
  const first = await alcove.api('POST', '/spaces', body, key)
  const again = await alcove.api('POST', '/spaces', body, key)
  expect([first.status, again.status]).toEqual([201, 201])
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('location')).toBe('/api/v1/spaces/once')
  expect(await alcove.api('POST', '/spaces', { name: 'other' }, key)).toMatchObject({
    status: 422,
    body: { code: 'IdempotencyKeyReused' },
  })
})

test('a call with an idempotency key runs once, even when both arrive together', async () => {
  await alcove.deploy('shop', 'count', 'let calls = 0; export const handler = async () => ++calls')
  const path = '/spaces/shop/functions/count/invocations'
  const call = () => alcove.api('POST', path, {}, { 'idempotency-key': 'call-once' })
  const answers = [...(await Promise.all([call(), call(), call()])), await call()]
  expect(answers.map(({ status, body }) => [status, body])).toEqual([1, 2, 3, 4].map(() => [200, 1]))
  expect(new Set(answers.map(({ headers }) => headers.get('x-alcove-invocation-id'))).size).toBe(1)
  expect((await alcove.api('GET', path)).body.items).toHaveLength(1)
  expect(await alcove.api('POST', path, { other: true }, { 'idempotency-key': 'call-once' })).toMatchObject({
    status: 422,
  })
})

test('a failed call is not made again under its key', async () => {
  await alcove.deploy(
    'shop',
    'fails',
    `let calls = 0; export const handler = async () => { throw new Error('number ' + ++calls) }`,
  )
  const call = () =>
    alcove.api('POST', '/spaces/shop/functions/fails/invocations', {}, { 'idempotency-key': 'fail-once' })
  const [first, second] = [await call(), await call()]
  expect(first).toMatchObject({ status: 502, body: { code: 'FunctionError', error: { message: 'number 1' } } })
  expect([second.status, second.body]).toEqual([first.status, first.body])
})

test('long calls under keys leave the API free', async () => {
  await alcove.deploy(
    'shop',
    'long',
    `export const handler = () => new Promise((done) => setTimeout(done, 2000, 'done'))`,
  )
  const calls = Array.from({ length: 15 }, (_, index) =>
    alcove.api('POST', '/spaces/shop/functions/long/invocations', {}, { 'idempotency-key': `long-${index}` }),
  )
  let finished = 0
  for (const call of calls) void call.then(() => (finished += 1))
  expect((await alcove.api('GET', '/spaces')).status).toBe(200)
  expect(finished).toBe(0)
  expect((await Promise.all(calls)).map(({ body }) => body)).toEqual(calls.map(() => 'done'))
})

test('lists are read page by page, without gaps or repeats', async () => {
  const names = Array.from({ length: 7 }, (_, index) => `page-${index}`)
  for (const name of names) await alcove.api('POST', '/spaces', { name })
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const { body } = await alcove.api('GET', `/spaces?limit=3${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`)
    expect(body.items.length).toBeLessThanOrEqual(3)
    seen.push(...body.items.map((space: { name: string }) => space.name))
    cursor = body.nextCursor
  } while (cursor)
  expect(seen.filter((name) => name.startsWith('page-')).toSorted()).toEqual(names)
  expect(new Set(seen).size).toBe(seen.length)
})
