import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LIMITS } from '@alcove/contract'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createGateway } from '../src/gateway/gateway.ts'
import { drain, listen } from '../src/process/listen.ts'
import { openShop, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openShop()
})
afterAll(() => alcove[Symbol.asyncDispose]())

const put = (name: string, route: object) => alcove.api('PUT', `/spaces/shop/routes/${name}`, route)
const open = { function: 'echo', auth: 'none' }

async function made(name: string, route: object): Promise<void> {
  const { status, body } = await put(name, route)
  expect([name, status, status === 201 ? null : body]).toEqual([name, 201, null])
}

const call = async (path: string, init: RequestInit = {}, space = 'shop') => {
  const answer = await fetch(`${alcove.gatewayOrigin}/gw/${space}${path}`, { redirect: 'manual', ...init })
  const text = await answer.text()
  const isJson = /json/.test(answer.headers.get('content-type') ?? '')
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text }
}

test('a route calls its function with the event of AWS, and counts its traffic', async () => {
  await made('user', { method: 'GET', path: '/users/{id}', ...open })
  await made('user-me', { method: 'GET', path: '/users/me', ...open })
  const { status, body } = await call('/users/a%2Fb?x=1')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    version: '2.0',
    routeKey: 'GET /users/{id}',
    rawPath: '/users/a%2Fb',
    pathParameters: { id: 'a/b' },
    queryStringParameters: { x: '1' },
    requestContext: { routeKey: 'GET /users/{id}' },
  })
  expect((await call('/users/me')).body.routeKey).toBe('GET /users/me')
  const listed = await alcove.api('GET', '/spaces/shop/invocations?trigger=gateway')
  expect(listed.body.items.map((each: { triggerName: string }) => each.triggerName)).toEqual(['user-me', 'user'])
  const routes = await alcove.api('GET', '/spaces/shop/routes')
  expect(routes.body.items[0]).toMatchObject({ name: 'user', function: 'echo', last24h: { calls: 1, errors: 0 } })
  expect((await put('user', { method: 'GET', path: '/people/{id}', ...open })).status).toBe(200)
  expect((await call('/users/7')).status).toBe(404)
  expect((await call('/people/7')).status).toBe(200)
  expect((await alcove.api('DELETE', '/spaces/shop/routes/user')).status).toBe(204)
  expect((await call('/people/7')).status).toBe(404)
})

test('a route makes requests tasks where it says so', async () => {
  await made('in-background', { method: 'POST', path: '/background/{id}', ...open, respondAsync: true })
  const headers = { Prefer: 'respond-async' }
  const accepted = await fetch(`${alcove.gatewayOrigin}/gw/shop/background/7`, {
    method: 'POST',
    body: 'hello',
    headers,
  })
  expect([accepted.status, accepted.headers.get('preference-applied')]).toEqual([202, 'respond-async'])
  const { id } = (await accepted.json()) as { id: string }
  const read = async () => (await alcove.api('GET', `/spaces/shop/tasks/${id}`)).body
  await expect.poll(async () => (await read()).state).toBe('succeeded')
  const task = await read()
  expect(task).toMatchObject({ trigger: 'gateway', triggerName: 'in-background' })
  expect(JSON.parse(task.event)).toMatchObject({
    routeKey: 'POST /background/{id}',
    pathParameters: { id: '7' },
    body: 'hello',
  })
  const fixed = { method: 'GET', path: '/fixed', auth: 'none', answer: { body: 'x' }, respondAsync: true }
  expect((await put('fixed', fixed)).body.errors).toMatchObject([{ path: 'respondAsync' }])
})

test('routes that would answer the same requests are refused with both names', async () => {
  await made('gift', { method: 'GET', path: '/gifts/{code}', ...open })
  const clash = await put('gift-card', { method: 'GET', path: '/gifts/{number}', ...open })
  expect(clash).toMatchObject({ status: 409, body: { code: 'Conflict', errors: [{ path: 'path' }] } })
  expect(clash.body.detail).toMatch(/route gift: .*\/gifts\/\{code\}.*gift-card/)
  expect((await put('gift-card', { method: 'ANY', path: '/gifts/{number}', ...open })).status).toBe(201)
  expect((await call('/gifts/1', { method: 'POST' })).body.routeKey).toBe('ANY /gifts/{number}')
})

test.each<[what: string, route: object, path: string]>([
  ['a path without a slash', { method: 'GET', path: 'users', ...open }, 'path'],
  ['a wildcard in the middle', { method: 'GET', path: '/a/*/b', ...open }, 'path'],
  ['a parameter named twice', { method: 'GET', path: '/a/{x}/{x}', ...open }, 'path'],
  ['a way up', { method: 'GET', path: '/a/../b', ...open }, 'path'],
  ['a function that is not there', { method: 'GET', path: '/x', function: 'none', auth: 'none' }, 'function'],
  ['an alias that is not there', { method: 'GET', path: '/x', ...open, qualifier: 'live' }, 'qualifier'],
  ['two answers', { method: 'GET', path: '/x', ...open, answer: {} }, 'answer'],
  [
    'a limit by key without keys',
    { method: 'GET', path: '/x', ...open, limits: { perKey: { requests: 1 } } },
    'limits.perKey',
  ],
  ['JWT without settings', { method: 'GET', path: '/x', function: 'echo', auth: 'jwt' }, 'jwt'],
  ['HMAC without a secret', { method: 'GET', path: '/x', function: 'echo', auth: 'hmac', hmac: {} }, 'hmac.secret'],
  [
    'keys over plain HTTP',
    { method: 'GET', path: '/x', auth: 'jwt', jwt: { jwksUrl: 'http://id.example/keys', issuer: 'i', audience: 'a' } },
    'jwt.jwksUrl',
  ],
  [
    'an algorithm that shares its secret',
    {
      method: 'GET',
      path: '/x',
      auth: 'jwt',
      jwt: { publicKey: 'x', issuer: 'i', audience: 'a', algorithms: ['HS256'] },
    },
    'jwt.algorithms.0',
  ],
  [
    'a private key',
    {
      method: 'GET',
      path: '/x',
      auth: 'jwt',
      jwt: { publicKey: '-----BEGIN PRIVATE KEY-----', issuer: 'i', audience: 'a' },
    },
    'jwt.publicKey',
  ],
  [
    'a schema that is none',
    { method: 'GET', path: '/x', ...open, schemas: { body: { type: 'strin' } } },
    'schemas.body',
  ],
  [
    'credentials from anywhere',
    { method: 'GET', path: '/x', ...open, cors: { origins: ['*'], credentials: true } },
    'cors.credentials',
  ],
])('%s is refused and makes nothing', async (_, route, path) => {
  const { status, body } = await put('bad', route)
  expect([status, body.errors?.[0]?.path]).toEqual([400, path])
  expect((await alcove.api('GET', '/spaces/shop/routes/bad')).status).toBe(404)
})

const keyed = (key: KeyObject, algorithms?: string[]) => {
  const publicKey = key.export({ type: 'spki', format: 'pem' })
  const jwt = { publicKey, issuer: 'i', audience: 'a', ...(algorithms && { algorithms }) }
  return put('keyed', { method: 'GET', path: '/keyed', function: 'echo', auth: 'jwt', jwt })
}

test.each<[string, KeyObject, string[] | undefined, RegExp]>([
  ['RSA of 1024 bits', rsa(1024), undefined, /2048/],
  ['RSA for ES256', rsa(2048), ['ES256'], /RS256/],
  ['P-256 for ES384 alone', ec('P-256'), ['ES384'], /ES256/],
  ['a curve of Bitcoin', ec('secp256k1'), undefined, /kind/],
  ['Ed448', generateKeyPairSync('ed448').publicKey, undefined, /kind/],
])('a public key that no token could be checked with is refused: %s', async (_, key, algorithms, wrong) => {
  const { status, body } = await keyed(key, algorithms)
  expect([status, body.errors?.[0].path]).toEqual([400, 'jwt.publicKey'])
  expect(body.errors[0].message).toMatch(wrong)
})

test.each<[string, KeyObject, string[] | undefined]>([
  ['RSA for PS256', rsa(2048), ['PS256']],
  ['P-384 among others', ec('P-384'), undefined],
  ['P-521 for ES512', ec('P-521'), ['ES512']],
  ['Ed25519 for EdDSA', generateKeyPairSync('ed25519').publicKey, ['EdDSA']],
])('a public key that fits is taken: %s', async (_, key, algorithms) => {
  const { status, body } = await keyed(key, algorithms)
  expect([status, body.errors]).toEqual([201, undefined])
  expect((await alcove.api('DELETE', '/spaces/shop/routes/keyed')).status).toBe(204)
})

function rsa(modulusLength: number): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength }).publicKey
}

function ec(namedCurve: string): KeyObject {
  return generateKeyPairSync('ec', { namedCurve }).publicKey
}

test('a hidden space, one without routes and a missing one answer the same', async () => {
  await alcove.api('POST', '/spaces', { name: 'hidden' })
  const answers = await Promise.all([call('/x', {}, 'hidden'), call('/x', {}, 'none'), call('/no-route')])
  const without = answers.map(({ status, body }) => ({ status, ...body, requestId: '' }))
  expect(new Set(without.map((each) => JSON.stringify(each))).size).toBe(1)
  expect(without[0]).toMatchObject({ status: 404, code: 'NotFound' })
})

test('a path with routes for other methods names them', async () => {
  await made('shelf', { method: 'GET', path: '/shelves/{id}', ...open })
  await made('shelf-put', { method: 'PUT', path: '/shelves/a', ...open })
  const refused = await call('/shelves/a', { method: 'DELETE' })
  expect([refused.status, refused.body.code]).toEqual([405, 'MethodNotAllowed'])
  expect(refused.headers.get('allow')).toBe('GET, HEAD, PUT')
  expect((await call('/shelves/b', { method: 'OPTIONS' })).headers.get('allow')).toBe('GET, HEAD')
})

test('a path in another spelling comes to the same route, with what that requires', async () => {
  await made('vault', { method: 'GET', path: '/vault/gold', function: 'echo', auth: 'key' })
  await made('vault-rest', { method: 'ANY', path: '/vault/*', ...open })
  expect((await call('/%76ault/g%6Fld')).status).toBe(401)
  expect((await call('/vault/silver')).status).toBe(200)
})

test('redirects and fixed answers need no function; without any answer a route says so', async () => {
  await made('legacy', { method: 'ANY', path: '/legacy/*', auth: 'none', redirect: { to: '/v1/*', status: 308 } })
  await made('item', { method: 'GET', path: '/item/{id}', auth: 'none', redirect: { to: 'https://x.example/{id}' } })
  await made('part', { method: 'GET', path: '/part/{id}', auth: 'none', redirect: { to: '/book#{id}' } })
  await made('health', {
    method: 'GET',
    path: '/health',
    auth: 'none',
    answer: { status: 203, headers: { 'x-a': 'b', 'content-length': '999' }, body: 'fine' },
  })
  await made('later', { method: 'GET', path: '/later', auth: 'none' })
  const moved = await call('/legacy/a%20b/c?q=1', { method: 'POST', body: '{}' })
  expect([moved.status, moved.headers.get('location')]).toEqual([308, '/v1/a%20b/c?q=1'])
  // A path must not become another host.
  expect((await call('/legacy//evil.example')).headers.get('location')).toBe('/v1//evil.example')
  expect((await call('/item/a%2Fb%3Fc')).headers.get('location')).toBe('https://x.example/a%2Fb%3Fc')
  expect((await call('/part/7?q=1')).headers.get('location')).toBe('/book?q=1#7')
  const health = await call('/health')
  expect([health.status, health.body, health.headers.get('x-a')]).toEqual([203, 'fine', 'b'])
  expect(await call('/later')).toMatchObject({ status: 501, body: { code: 'NotImplemented' } })
  const { body } = await alcove.api('GET', '/spaces/shop/routes/legacy')
  expect(body.last24h).toMatchObject({ calls: 2, errors: 0, refused: 0 })
})

test('routes require keys as function URLs do, and a refusal is recorded with its reason', async () => {
  await made('members', { method: 'GET', path: '/members', function: 'echo' })
  await made('private', { method: 'GET', path: '/private', auth: 'key', answer: { body: 'secret' } })
  expect(await call('/members')).toMatchObject({ status: 401, body: { code: 'Unauthenticated' } })
  const key = await alcove.api('POST', '/keys', { name: 'all', spaces: ['*'], actions: ['functions:invoke'] })
  const authorization = `Bearer ${key.body.key}`
  const answer = await call('/members', { headers: { authorization } })
  expect(answer.status).toBe(200)
  expect(JSON.stringify(answer.body)).not.toContain(key.body.key)
  expect((await call('/private')).status).toBe(401)
  expect(await call('/private', { headers: { authorization } })).toMatchObject({ status: 403 })
  const refused = await alcove.api(
    'GET',
    '/spaces/shop/invocations?trigger=gateway&triggerName=members&status=rejected',
  )
  expect(refused.body.items).toEqual([
    expect.objectContaining({ function: 'echo', summary: expect.stringContaining('API key') }),
  ])
  const { body } = await alcove.api('GET', '/spaces/shop/routes/members')
  expect(body.last24h).toMatchObject({ calls: 2, refused: 1 })
})

test('a limit is exact and says when to try again', async () => {
  const limits = { perAddress: { requests: 5, seconds: 3600 } }
  await made('limited', { method: 'GET', path: '/limited', ...open, limits })
  const answers = await Promise.all(Array.from({ length: 12 }, () => call('/limited')))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
  const refused = answers.find(({ status }) => status === 429)!
  expect(refused.body).toMatchObject({ code: 'TooManyRequests' })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(600)
  expect(refused.headers.get('ratelimit-limit')).toBe('5')
  const left = answers.filter(({ status }) => status === 200).map(({ headers }) => headers.get('ratelimit-remaining'))
  expect(left.toSorted()).toEqual(['0', '1', '2', '3', '4'])
})

test('a request that does not match its schemas gets an error for each field, and calls nothing', async () => {
  const body = { type: 'object', required: ['email'], properties: { qty: { type: 'integer', minimum: 1 } } }
  const query = { properties: { page: { type: 'integer' } } }
  await made('order', { method: 'POST', path: '/orders', ...open, schemas: { body, query } })
  const post = (text: string, type = 'application/json', path = '/orders?page=2') =>
    call(path, { method: 'POST', body: text, headers: { 'content-type': type } })
  expect((await post('{"email":"a","qty":2}')).status).toBe(200)
  expect(await post('{"qty":0}', 'application/json', '/orders?page=x')).toMatchObject({
    status: 400,
    body: {
      code: 'ValidationFailed',
      errors: [
        { path: 'query.page', message: 'Must be a whole number' },
        { path: 'body.email', message: 'Is missing' },
        { path: 'body.qty', message: 'Must be at least 1' },
      ],
    },
  })
  expect(await post('{"email"')).toMatchObject({ status: 400, body: { code: 'MalformedJson' } })
  expect(await post('email=a', 'application/x-www-form-urlencoded')).toMatchObject({ status: 415 })
})

test('the gateway answers preflight requests of other origins, not the function', async () => {
  const cors = { origins: ['https://shop.example'], credentials: true, exposeHeaders: ['X-Total'] }
  await alcove.deploy(
    'shop',
    'lax',
    `export const handler = async () => ({ statusCode: 200, headers: { 'access-control-allow-origin': '*', 'content-type': 'text/plain' }, body: 'in' })`,
  )
  await made('cors', { method: 'PUT', path: '/cors', function: 'lax', cors })
  const ask = (origin: string) =>
    call('/cors', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type' },
    })
  const allowed = await ask('https://shop.example')
  expect([allowed.status, Object.fromEntries(allowed.headers)]).toEqual([
    204,
    expect.objectContaining({
      'access-control-allow-origin': 'https://shop.example',
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'content-type',
      'access-control-max-age': '600',
      vary: 'Origin',
    }),
  ])
  expect((await ask('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  const key = await alcove.api('POST', '/keys', { name: 'cors', spaces: ['shop'], actions: ['functions:invoke'] })
  const send = (origin: string, authorization = `Bearer ${key.body.key}`) =>
    call('/cors', { method: 'PUT', headers: { origin, authorization } })
  expect((await send('https://shop.example')).headers.get('access-control-allow-origin')).toBe('https://shop.example')
  expect((await send('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull()
  // A page must be able to read why it was refused.
  const refused = await send('https://shop.example', 'Bearer alc_unknown')
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, 'https://shop.example'])
})

describe('tokens', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicKey = pair.publicKey.export({ type: 'spki', format: 'pem' }) as string
  const jwt = { publicKey, issuer: 'https://id.example', audience: 'shop', claims: { role: 'buyer' } }
  const token = (claims: object, key: Parameters<SignJWT['sign']>[0] = pair.privateKey, alg = 'ES256') =>
    new SignJWT({ iss: 'https://id.example', aud: 'shop', sub: 'ines', role: ['buyer', 'seller'], ...claims })
      .setProtectedHeader({ alg })
      .setExpirationTime('1h')
      .sign(key)
  const send = (bearer: string) => call('/tokens', { headers: { authorization: `Bearer ${bearer}` } })

  beforeAll(() => made('tokens', { method: 'GET', path: '/tokens', function: 'echo', auth: 'jwt', jwt }))

  test('one that fits is let in, and the function reads its claims', async () => {
    const { status, body } = await send(await token({}))
    expect(status).toBe(200)
    expect(body.requestContext.authorizer.jwt.claims).toMatchObject({ sub: 'ines', role: ['buyer', 'seller'] })
    expect(body.headers.authorization).toMatch(/^Bearer ey/)
  })

  test.each<[what: string, bearer: () => Promise<string> | string, reason: RegExp]>([
    ['another issuer', () => token({ iss: 'https://evil.example' }), /iss/],
    ['another audience', () => token({ aud: 'other' }), /aud/],
    ['an old one', () => token({ exp: 1 }).then(() => expired()), /expired/],
    ['a missing claim', () => token({ role: 'seller' }), /role/],
    ['another key', () => token({}, generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey), /signature/],
    ['the public key as a shared secret', () => token({}, Buffer.from(publicKey), 'HS256'), /algorithm/],
    ['no signature', unsigned, /algorithm/],
    ['no token', () => 'nonsense', /token/],
  ])('%s is refused', async (_, bearer, reason) => {
    const { status, body } = await send(await bearer())
    expect([status, body.code]).toEqual([401, 'Unauthenticated'])
    expect(body.detail).toMatch(reason)
  })

  function expired() {
    return new SignJWT({ iss: 'https://id.example', aud: 'shop', role: 'buyer' })
      .setProtectedHeader({ alg: 'ES256' })
      .setExpirationTime(1_000_000)
      .sign(pair.privateKey)
  }

  function unsigned() {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { iss: 'https://id.example', aud: 'shop', role: 'buyer', exp: Date.now() / 1000 + 3600 }
    return `${part({ alg: 'none' })}.${part(claims)}.`
  }

  test('keys that cannot be fetched are a 503 with the reason, and nobody is admitted', async () => {
    const far = { jwksUrl: 'https://127.0.0.1:9/keys', issuer: 'i', audience: 'a' }
    await made('far', { method: 'GET', path: '/far', function: 'echo', auth: 'jwt', jwt: far })
    const answer = await call('/far', { headers: { authorization: `Bearer ${await token({})}` } })
    expect(answer).toMatchObject({ status: 503, body: { code: 'Unavailable' } })
    expect(answer.body.detail).toMatch(/egress rules/)
    expect((await call('/far')).status).toBe(401)
  })
})

test('a signed request is accepted once, and only while its time is near', async () => {
  const secret = 'a-secret-of-the-sender'
  await made('hook', { method: 'POST', path: '/hook', function: 'echo', auth: 'hmac', hmac: { secret } })
  const shown = await alcove.api('GET', '/spaces/shop/routes/hook')
  expect(JSON.stringify(shown.body)).not.toContain(secret)
  const send = (time: number, key = secret, id = 'msg_1') => {
    const signature = createHmac('sha256', key).update(`${id}.${time}.{"a":1}`).digest('base64')
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(time), 'webhook-signature': `v1,${signature}` }
    return call('/hook', { method: 'POST', body: '{"a":1}', headers })
  }
  const now = Math.floor(Date.now() / 1000)
  const both = await Promise.all([send(now), send(now)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect((await send(now, secret, 'msg_2')).status).toBe(200)
  expect(await send(now, 'another-secret-altogether')).toMatchObject({ status: 401 })
  expect(await send(now - 3600)).toMatchObject({
    status: 401,
    body: { detail: expect.stringContaining('300 seconds') },
  })
  // A change without a secret keeps the one there is.
  await put('hook', { method: 'POST', path: '/hook', function: 'echo', auth: 'hmac', hmac: { toleranceSeconds: 3600 } })
  expect((await send(now - 1800)).status).toBe(200)
})

const statusAt = ({ port, host, path }: { port: string | number; host: string; path: string }) =>
  new Promise<number>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode!)
    })
    asked.on('error', reject).end()
  })

test('a host name belongs to one space, which then answers all its paths', async () => {
  await made('root', { method: 'GET', path: '/', ...open })
  expect((await alcove.api('PUT', '/spaces/shop/hosts/shop.example')).status).toBe(201)
  expect((await alcove.api('PUT', '/spaces/shop/hosts/shop.example')).status).toBe(200)
  expect(await alcove.api('PUT', '/spaces/hidden/hosts/shop.example')).toMatchObject({ status: 409 })
  expect((await alcove.api('PUT', '/spaces/shop/hosts/127.0.0.1')).status).toBe(400)
  const { port } = new URL(alcove.gatewayOrigin)
  const at = (host: string, path: string) => statusAt({ port, host, path })
  expect(await at('SHOP.example:4401', '/')).toBe(200)
  expect(await at('shop.example.', '/')).toBe(200)
  // Alcove's own addresses are not under it.
  expect(await at('shop.example', '/gw/shop/')).toBe(404)
  expect(await at('shop.example', '/healthz')).toBe(404)
  expect(await at('other.example', '/')).toBe(404)
  expect((await alcove.api('DELETE', '/spaces/shop/hosts/shop.example')).status).toBe(204)
  expect(await at('shop.example', '/')).toBe(404)
})

test('DNS is asked about host names of the space only', async () => {
  expect((await alcove.api('PUT', '/spaces/shop/hosts/shop.invalid')).status).toBe(201)
  const { status, body } = await alcove.api('GET', '/spaces/shop/hosts/shop.invalid/dns')
  expect([status, body]).toEqual([
    200,
    {
      // A machine without resolvers gets no answer.
      state: expect.stringMatching(/^(absent|unanswered)$/),
      addresses: [],
      gateway: '127.0.0.1',
      gatewayAddresses: [],
    },
  ])
  expect((await alcove.api('GET', '/spaces/hidden/hosts/shop.invalid/dns')).status).toBe(404)
  expect((await alcove.api('GET', '/spaces/shop/hosts/other.invalid/dns')).status).toBe(404)
  expect((await alcove.api('GET', '/spaces/shop/hosts/a%00b/dns')).status).toBe(400)
  expect((await alcove.api('DELETE', '/spaces/shop/hosts/shop.invalid')).status).toBe(204)
})

test('a space holds a bounded number of host names, and the gateway keeps its own', async () => {
  for (let n = 0; n < LIMITS.hosts; n += 1) {
    // oxlint-disable-next-line no-await-in-loop -- the last one has to be the last
    expect((await alcove.api('PUT', `/spaces/shop/hosts/h${n}.example`)).status).toBe(201)
  }
  expect(await alcove.api('PUT', '/spaces/shop/hosts/more.example')).toMatchObject({ status: 409 })
  expect((await alcove.api('PUT', '/spaces/shop/hosts/h0.example')).status).toBe(200)
  // The gateway's address is changed to a name that a space holds.
  const moved = createGateway({ ...alcove.deps, gatewayOrigin: 'http://h0.example' })
  await listen(moved, { host: '127.0.0.1', port: 0, variable: 'none' })
  const { port } = moved.address() as AddressInfo
  expect(await statusAt({ port, host: 'h0.example', path: '/healthz' })).toBe(200)
  expect(await statusAt({ port, host: 'h1.example', path: '/healthz' })).toBe(404)
  await drain(moved, 0)
  expect((await alcove.api('DELETE', '/spaces/shop/hosts/h0.example')).status).toBe(204)
})

test('trying a route uses the edited route and leaves the stored one unchanged', async () => {
  const attempt = (route: object, request: object) => alcove.api('POST', '/spaces/shop/routes/try', { route, request })
  const route = { method: 'POST', path: '/try/{id}', function: 'echo', auth: 'jwt', jwt: JWT }
  const ran = await attempt(route, { method: 'POST', path: '/try/7?a=1', body: '{}' })
  expect(ran.body).toMatchObject({ status: 200, called: true, errors: [], invocationId: expect.any(String) })
  expect(JSON.parse(ran.body.body)).toMatchObject({ pathParameters: { id: '7' }, queryStringParameters: { a: '1' } })
  const strict = { ...route, schemas: { body: { type: 'object', required: ['email'] } } }
  expect((await attempt(strict, { method: 'POST', path: '/try/7', body: '{}' })).body).toMatchObject({
    status: 400,
    called: false,
    errors: [{ path: 'body.email', message: 'Is missing' }],
  })
  expect((await attempt(route, { method: 'GET', path: '/elsewhere' })).status).toBe(404)
  expect((await call('/try/7', { method: 'POST' })).status).toBe(404)
})

const JWT = {
  publicKey: generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }),
  issuer: 'i',
  audience: 'a',
}

test('a function URL takes the same auth and host names, and no second trigger with laxer auth', async () => {
  const trigger = (name: string, config: object) =>
    alcove.api('PUT', `/spaces/shop/functions/echo/triggers/${name}`, { type: 'http', config })
  const secret = 'a-secret-of-the-sender'
  const hosts = ['hook.example']
  const signed = {
    auth: 'hmac',
    hmac: { preset: 'github', secret },
    methods: ['POST'],
    hosts,
    cors: { origins: ['*'] },
  }
  const made = await trigger('signed', signed)
  expect([made.status, JSON.stringify(made.body).includes(secret)]).toEqual([201, false])
  const send = (path: string, host?: string) =>
    new Promise<number>((resolve, reject) => {
      const signature = createHmac('sha256', secret).update(path).digest('hex')
      const headers = { 'x-hub-signature-256': `sha256=${signature}`, ...(host && { host }) }
      const { port } = new URL(alcove.gatewayOrigin)
      const asked = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode!)
      })
      asked.on('error', reject).end(path)
    })
  expect([await send('/fn/shop/echo/1'), await send('/fn/shop/echo/1')]).toEqual([200, 409])
  expect(await send('/any/path', 'hook.example')).toBe(200)
  // Its signature opens the qualifier that it is pinned to, and no other.
  await alcove.api('POST', '/spaces/shop/functions/echo/versions', {})
  expect(await send('/fn/shop/echo:1/2')).toBe(401)
  expect(await alcove.api('PUT', '/spaces/shop/hosts/hook.example')).toMatchObject({ status: 409 })
  const laxer = await trigger('open', { auth: 'none' })
  expect([laxer.status, laxer.body.detail]).toEqual([409, expect.stringMatching(/Trigger signed takes POST .* "hmac"/)])
  expect((await trigger('open', { auth: 'none', methods: ['GET'] })).status).toBe(201)
  expect((await alcove.api('DELETE', '/spaces/shop/functions/echo/triggers/signed')).status).toBe(204)
  expect((await alcove.api('PUT', '/spaces/shop/hosts/hook.example')).status).toBe(201)
})

test('the target of a route cannot be deleted, except with its whole function', async () => {
  await alcove.deploy('shop', 'gone', 'export const handler = async () => 1')
  await alcove.api('POST', '/spaces/shop/functions/gone/versions', {})
  await alcove.api('PUT', '/spaces/shop/functions/gone/aliases/live', { version: 1 })
  await made('to-alias', { method: 'GET', path: '/to-alias', function: 'gone', qualifier: 'live', auth: 'none' })
  const refused = await alcove.api('DELETE', '/spaces/shop/functions/gone/aliases/live')
  expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('route to-alias')])
  expect((await alcove.api('DELETE', '/spaces/shop/functions/gone')).status).toBe(204)
  expect((await call('/to-alias')).status).toBe(501)
})
