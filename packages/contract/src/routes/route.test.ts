import { expect, test } from 'vitest'
import { Redirect } from './route.ts'

test.each([
  ['/', true],
  ['/v1/*', true],
  ['https://x.example', true],
  ['https://x.example:8443/{id}?a=*', true],
  ['http://[2001:db8::1]/a', true],
  ['https://x.example?q={q}', true],
  // The caller would choose the host.
  ['https://x.example{id}', false],
  ['https://x.example*', false],
  ['https://x.{id}.example/', false],
  ['https://user@{id}/', false],
  ['//x.example', false],
  // Browsers read a backslash as a slash.
  ['/\\x.example', false],
  // A header cannot hold these.
  ['/caf\u2192', false],
  ['/a\u0001', false],
  ['/a\r\nSet-Cookie:b', false],
  ['/a b', false],
])('a redirect to %j is allowed: %s', (to, allowed) => expect(Redirect.safeParse({ to }).success).toBe(allowed))
