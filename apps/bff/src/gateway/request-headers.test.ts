import { expect, test } from 'vitest'
import { headersForFunction } from './request-headers.ts'

const door = { protocol: 'https', port: '443' }
const client = { address: '10.0.0.9', protocol: null, host: null }
const ownWay = () => false

test('a function sees lower-case headers, with repeated ones joined', () => {
  const { headers } = headersForFunction(['X-Tag', 'a', 'x-tag', 'b', 'Accept', '*/*'], door, client, ownWay)
  expect(headers).toMatchObject({ 'x-tag': 'a,b', accept: '*/*' })
})

test('the session cookie of the console never reaches a function', () => {
  const raw = ['Cookie', 'a=1; alcove.session_token=secret; __Secure-alcove.session_token=s; ALCOVE=x; b=2']
  expect(headersForFunction(raw, door, client, ownWay)).toMatchObject({ cookies: ['a=1', 'b=2'] })
  expect(headersForFunction(raw, door, client, ownWay).headers).not.toHaveProperty('cookie')
})

test('hop-by-hop headers, and those that Connection names, end at the gateway', () => {
  const raw = ['Connection', 'close, X-Secret', 'X-Secret', '1', 'TE', 'trailers', 'Upgrade', 'h2c', 'Keep-Alive', '5']
  const { headers } = headersForFunction(raw, door, client, ownWay)
  for (const name of ['connection', 'x-secret', 'te', 'upgrade', 'keep-alive']) expect(headers).not.toHaveProperty(name)
})

test('a client cannot pretend to be Alcove or to come from elsewhere', () => {
  const raw = ['X-Alcove-Hops', '3', 'X-Forwarded-For', '1.2.3.4', 'Forwarded', 'for=1.2.3.4', 'X-Real-IP', '1.2.3.4']
  const { headers } = headersForFunction(raw, door, client, ownWay)
  expect(headers).toEqual(
    expect.objectContaining({ 'x-forwarded-for': '10.0.0.9', 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' }),
  )
  for (const name of ['x-alcove-hops', 'forwarded', 'x-real-ip']) expect(headers).not.toHaveProperty(name)
})

test('an Authorization header that is for Alcove ends at the gateway, the function’s own does not', () => {
  const raw = ['Authorization', 'Bearer alc_x']
  expect(headersForFunction(raw, door, client, () => true).headers).not.toHaveProperty('authorization')
  expect(headersForFunction(raw, door, client, ownWay).headers).toHaveProperty('authorization', 'Bearer alc_x')
})

test.each([
  [{ protocol: 'http', host: 'fn.example.com' }, ['http', '80', 'fn.example.com']],
  [{ protocol: 'https', host: 'fn.example.com:8443' }, ['https', '8443', 'fn.example.com:8443']],
  [{ protocol: 'http', host: null }, ['http', '80', undefined]],
  [{ protocol: 'https', host: null }, ['https', '443', undefined]],
  [{ protocol: null, host: 'fn.example.com' }, ['https', '443', 'fn.example.com']],
])('what a trusted proxy says of the client is handed on: %o', (said, [protocol, port, host]) => {
  const { headers } = headersForFunction(['X-Forwarded-Host', 'evil'], door, { address: '1.1.1.1', ...said }, ownWay)
  expect([headers['x-forwarded-proto'], headers['x-forwarded-port'], headers['x-forwarded-host']]).toEqual([
    protocol,
    port,
    host,
  ])
})

test('a header called __proto__ is only a header', () => {
  const { headers } = headersForFunction(['__proto__', 'polluted'], door, client, ownWay)
  expect(Object.keys(headers)).toContain('__proto__')
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})
