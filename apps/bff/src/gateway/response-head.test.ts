import type { ResponseHead } from '@alcove/contract'
import { expect, test } from 'vitest'
import { cleanHead } from './response-head.ts'

const headersOf = (headers: ResponseHead['headers']) => {
  const clean = cleanHead({ statusCode: 200, headers })
  return 'error' in clean ? clean.error.message : clean.headers
}

test('headers of a function pass, repeated ones too', () => {
  expect(
    headersOf([
      ['Content-Type', 'text/html'],
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2; HttpOnly'],
    ]),
  ).toEqual(['Content-Type', 'text/html', 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2; HttpOnly'])
})

test.each([
  ['Set-Cookie', 'alcove.session_token=forged; Path=/'],
  ['set-cookie', ' __Host-alcove.session_token=forged'],
  ['Set-Cookie', 'ALCOVE.session_token=forged'],
  ['X-Alcove-Invocation-Id', 'forged'],
  ['Transfer-Encoding', 'chunked'],
  ['Connection', 'close'],
  ['Keep-Alive', 'timeout=5'],
  ['Clear-Site-Data', '"cookies"'],
])('%s: %s is not the function’s to set', (name, value) => {
  expect(headersOf([[name, value]])).toEqual([])
})

test.each([
  ['X-Split', 'a\r\nSet-Cookie: alcove.session_token=forged'],
  ['X-Nul', 'a\0b'],
  ['Bad Name', 'x'],
  ['X-Colon:', 'x'],
  ['', 'x'],
])('the header %j: %j makes the whole response invalid', (name, value) => {
  expect(headersOf([[name, value]])).toContain('has a name or value that HTTP does not allow')
})

test.each([99, 101, 199, 600, 1000, 200.5, Number.NaN])(
  '%d is no status code a function may answer with',
  (statusCode) => {
    expect(cleanHead({ statusCode })).toHaveProperty('error.message', expect.stringContaining('from 200 to 599'))
  },
)
