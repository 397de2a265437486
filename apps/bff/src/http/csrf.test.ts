import { AlcoveError } from '@alcove/contract'
import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { csrf } from './csrf.ts'

const CONSOLE = 'https://alcove.example.com'
const app = new Hono()
app.use(csrf(CONSOLE))
app.all('/', (c) => c.text('done'))
app.onError((error, c) => c.text(error.message, error instanceof AlcoveError ? (error.status as 403) : 500))

const SESSION = { cookie: '__Host-alcove.session_token=x' }
const KEY = { authorization: 'Bearer alc_x' }
const FOREIGN = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

const statusOf = async (headers: Record<string, string>, method = 'POST') =>
  (await app.request('/', { method, headers: { host: '127.0.0.1:4400', ...headers } })).status

describe.each([
  ['with a session', SESSION],
  ['of somebody who signs in', {}],
  ['with a session and a key', { ...SESSION, ...KEY }],
  ['with a session and a password', { ...SESSION, authorization: 'Basic dXNlcjpwYXNz' }],
  ['with a session and an empty key', { ...SESSION, authorization: 'Bearer ' }],
  ['with a password', { authorization: 'Basic dXNlcjpwYXNz' }],
])('a write %s', (_, who) => {
  test.each([
    ['another site', FOREIGN],
    ['a function’s page on the gateway’s port', { origin: 'http://127.0.0.1:4401', 'sec-fetch-site': 'same-site' }],
    ['an older browser on another port', { origin: 'http://127.0.0.1:4401' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a page whose Origin contradicts', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
    ['a form without Origin', { 'sec-fetch-site': 'cross-site' }],
    [
      'a name that somebody made point here',
      { host: 'evil.example:4400', origin: 'http://evil.example:4400', 'sec-fetch-site': 'same-origin' },
    ],
    ['the console’s name without its TLS', { host: 'alcove.example.com', origin: 'http://alcove.example.com' }],
    ['an Origin that is nothing', { origin: 'x' }],
  ])('from %s is refused', async (__, headers) => {
    expect(await statusOf({ ...who, ...headers })).toBe(403)
    expect(await statusOf({ ...who, ...headers }, 'DELETE')).toBe(403)
  })

  test.each([
    ['the console, as it listens', { origin: 'http://127.0.0.1:4400', 'sec-fetch-site': 'same-origin' }],
    ['the console on this machine', { host: 'localhost:4400', origin: 'http://localhost:4400' }],
    ['the console at another address', { host: '[2001:db8::1]:4400', origin: 'http://[2001:db8::1]:4400' }],
    ['the console behind its proxy', { origin: CONSOLE }],
    ['a program that is no browser', {}],
  ])('from %s passes', async (__, headers) => {
    expect(await statusOf({ ...who, ...headers })).toBe(200)
  })
})

test('a key by itself may come from anywhere: nobody but its holder can send it', async () => {
  expect(await statusOf({ ...FOREIGN, ...KEY })).toBe(200)
  expect(await statusOf({ ...FOREIGN, ...KEY, cookie: 'theme=dark' })).toBe(200)
  expect(await statusOf({ ...FOREIGN, authorization: 'bearer alc_x' })).toBe(200)
})

test('reading from elsewhere is left to the browser, which does not show the answer', async () => {
  expect(await statusOf({ ...SESSION, ...FOREIGN }, 'GET')).toBe(200)
})
