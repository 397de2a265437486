import type { Route } from '@alcove/contract'
import { expect, test } from 'vitest'
import { draftOfRoute, routeOfDraft } from './route-draft.ts'

const base = {
  method: 'POST',
  path: '/orders/{id}',
  enabled: true,
  qualifier: 'live',
  limits: {},
  schemas: {},
} as const

test.each([
  { function: 'orders', auth: 'key', limits: { perKey: { requests: 5, seconds: 86_400 } } },
  {
    function: 'orders',
    auth: 'none',
    limits: { perAddress: { requests: 1_000_000, seconds: 90 } },
    respondAsync: true,
  },
  { function: 'orders', auth: 'none', schemas: { path: { type: 'object' }, headers: {}, body: { required: ['a'] } } },
  { answer: { status: 404, headers: { 'x-a': '1' }, body: '{}' }, auth: 'none' },
  { redirect: { to: '/v2/*', status: 308 }, auth: 'space' },
  {
    function: 'orders',
    auth: 'jwt',
    jwt: {
      jwksUrl: 'https://id.example/jwks',
      issuer: 'https://id.example',
      audience: 'shop',
      claims: {
        plan: '42',
        level: 42,
        admin: 'true',
        paid: true,
        quoted: '"a"',
        padded: ' a ',
        lines: 'a\nb',
        empty: '',
      },
      algorithms: ['ES256'],
    },
  },
  {
    function: 'orders',
    auth: 'none',
    cors: { origins: ['https://a.example'], credentials: true, headers: ['x-a'], maxAgeSeconds: 7 },
  },
])('a route that is opened and not edited stays as it is: %j', (part) => {
  const route = { ...base, ...part } as unknown as Route
  expect(routeOfDraft(draftOfRoute(route), route)).toEqual(route)
})
