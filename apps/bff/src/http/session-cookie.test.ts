import { expect, test } from 'vitest'
import { countCookie, removeForeignSessions } from './session-cookie.ts'

test.each([
  [undefined, 0],
  ['a=1', 0],
  ['s=1', 1],
  ['a=1; s=1;s=2 ; xs=3', 2],
  [' s =1;\ts=2', 2],
  ['s', 1],
  ['=s=1', 0],
])('the Cookie header %j has the session %i times', (header, count) => expect(countCookie(header, 's')).toBe(count))

test('every path on the way to a request is cleared, but not where signing in puts the session', () => {
  const cleared = removeForeignSessions('/api/v1/spaces/shop', '127.0.0.1:4400', 's')
  for (const path of [
    '/api',
    '/api/',
    '/api/v1',
    '/api/v1/',
    '/api/v1/spaces',
    '/api/v1/spaces/',
    '/api/v1/spaces/shop',
  ])
    expect(cleared).toContain(`s=; Path=${path}; Max-Age=0`)
  expect(cleared.filter((cookie) => cookie.includes('Path=/;'))).toEqual([])
})

test('what a neighbouring host set for all of a domain is cleared as well, of every path', () => {
  const cleared = removeForeignSessions('/api/v1/me', 'console.example.com', 's')
  for (const domain of ['console.example.com', 'example.com'])
    for (const path of ['/', '/api/v1']) expect(cleared).toContain(`s=; Path=${path}; Domain=${domain}; Max-Age=0`)
  expect(cleared.some((cookie) => cookie.includes('Domain=com'))).toBe(false)
})

test.each([
  ['/api/v1/x;Domain=evil.example', 'localhost'],
  [`/api/v1/${'a/'.repeat(8_000)}`, `${'a.'.repeat(8_000)}example.com`],
  ['/api/v1/\r\nX: 1', '[::1]:4400'],
])('what a request says makes the answer neither long nor strange', (path, host) => {
  const cleared = removeForeignSessions(path, host, 's')
  expect(cleared.length).toBeLessThan(60)
  for (const cookie of cleared) expect(cookie).toMatch(/^s=; Path=[\w./-]+; (Domain=[\w.]+; )?Max-Age=0$/)
})

test('a cookie that only this host can set has no other place', () => {
  expect(removeForeignSessions('/api/v1/me', 'console.example.com', '__Host-s')).toEqual([])
})
