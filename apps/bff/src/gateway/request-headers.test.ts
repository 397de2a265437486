import { expect, test } from 'vitest'
import { headersForFunction } from './request-headers.ts'

const peer = { address: '10.0.0.9', protocol: 'https', port: '443' }
const nothing = new Set<string>()

test('a function sees lower-case headers, with repeated ones joined', () => {
  const { headers } = headersForFunction(['X-Tag', 'a', 'x-tag', 'b', 'Accept', '*/*'], peer, nothing)
  expect(headers).toMatchObject({ 'x-tag': 'a,b', accept: '*/*' })
})

test('the session cookie of the console never reaches a function', () => {
  const raw = ['Cookie', 'a=1; alcove.session_token=secret; __Secure-alcove.session_token=s; ALCOVE=x; b=2']
  expect(headersForFunction(raw, peer, nothing)).toMatchObject({ cookies: ['a=1', 'b=2'] })
  expect(headersForFunction(raw, peer, nothing).headers).not.toHaveProperty('cookie')
})

test('hop-by-hop headers, and those that Connection names, end at the gateway', () => {
  const raw = ['Connection', 'close, X-Secret', 'X-Secret', '1', 'TE', 'trailers', 'Upgrade', 'h2c', 'Keep-Alive', '5']
  const { headers } = headersForFunction(raw, peer, nothing)
  for (const name of ['connection', 'x-secret', 'te', 'upgrade', 'keep-alive']) expect(headers).not.toHaveProperty(name)
})

test('a client cannot pretend to be Alcove or to come from elsewhere', () => {
  const raw = ['X-Alcove-Hops', '3', 'X-Forwarded-For', '1.2.3.4', 'Forwarded', 'for=1.2.3.4', 'X-Real-IP', '1.2.3.4']
  const { headers } = headersForFunction(raw, peer, nothing)
  expect(headers).toEqual(
    expect.objectContaining({ 'x-forwarded-for': '10.0.0.9', 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' }),
  )
  for (const name of ['x-alcove-hops', 'forwarded', 'x-real-ip']) expect(headers).not.toHaveProperty(name)
})

test('a key that Alcove itself asked for is not handed on', () => {
  const raw = ['Authorization', 'Bearer alc_x']
  expect(headersForFunction(raw, peer, new Set(['authorization'])).headers).not.toHaveProperty('authorization')
  expect(headersForFunction(raw, peer, nothing).headers).toHaveProperty('authorization', 'Bearer alc_x')
})

test('a header called __proto__ is only a header', () => {
  const { headers } = headersForFunction(['__proto__', 'polluted'], peer, nothing)
  expect(Object.keys(headers)).toContain('__proto__')
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})
