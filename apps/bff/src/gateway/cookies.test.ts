import { expect, test } from 'vitest'
import { cookiesForFunction, maySetCookie } from './cookies.ts'

/** What a browser would keep or send as the console's session. */
const SESSIONS = [
  'alcove.session_token=x',
  ' alcove.session_token=x',
  '\talcove.session_token\t=x',
  'ALCOVE.session_token=x',
  '__Host-alcove.session_token=x',
  '__host-ALCOVE.session_token=x',
  '__Secure-alcove.session_token=x',
  '__Http-alcove.session_token=x',
  '__Host-Http-alcove.session_token=x',
  'alcove=x',
  '=alcove.session_token=x',
  ' = alcove.session_token=x',
  '==alcove.session_token=x',
  'alcove.session_token',
  'x',
  '=x',
  '',
]

test.each(SESSIONS)('a function neither sees nor sets the cookie %j', (cookie) => {
  expect(cookiesForFunction(`a=1; ${cookie}; b=2`)).toEqual(['a=1', 'b=2'])
  expect(maySetCookie(cookie)).toBe(false)
  expect(maySetCookie(`${cookie}; Path=/api/v1; a=b`)).toBe(false)
})

test.each(['a=1', 'my-alcove=1', 'a==', 'a=b=c', '__Host-a=1', 'a='])('the cookie %j is a function’s own', (cookie) => {
  expect(cookiesForFunction(cookie)).toEqual([cookie])
  expect(maySetCookie(`${cookie}; Path=/`)).toBe(true)
})
