import { AlcoveError } from '@alcove/contract'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { csrf } from './csrf.ts'

const app = new Hono()
app.use(csrf('https://alcove.example.com'))
app.all('/', (c) => c.text('done'))
app.onError((error, c) => c.text(error.message, error instanceof AlcoveError ? (error.status as 403) : 500))

const statusOf = async (headers: Record<string, string>, method = 'POST') =>
  (
    await app.request('/', {
      method,
      headers: { host: '127.0.0.1:4400', cookie: 'alcove.session_token=x', ...headers },
    })
  ).status

test.each([
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['a function’s page on the gateway’s port', { origin: 'http://127.0.0.1:4401', 'sec-fetch-site': 'same-site' }],
  ['an older browser on another port', { origin: 'http://127.0.0.1:4401' }],
  ['a sandboxed page', { origin: 'null' }],
  ['a page whose Origin contradicts', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }],
  ['a form without Origin', { 'sec-fetch-site': 'cross-site' }],
])('a write from %s is refused', async (_, headers) => {
  expect(await statusOf(headers)).toBe(403)
  expect(await statusOf(headers, 'DELETE')).toBe(403)
})

test.each([
  ['the console, as it listens', { origin: 'http://127.0.0.1:4400', 'sec-fetch-site': 'same-origin' }],
  ['the console behind its proxy', { origin: 'https://alcove.example.com' }],
  ['a program that is no browser', {}],
  ['an API key’s holder, from anywhere', { origin: 'https://evil.example', authorization: 'Bearer alc_x' }],
])('a write from %s passes', async (_, headers) => {
  expect(await statusOf(headers)).toBe(200)
})

test('reading from elsewhere is left to the browser, which does not show the answer', async () => {
  expect(await statusOf({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 'GET')).toBe(200)
})
