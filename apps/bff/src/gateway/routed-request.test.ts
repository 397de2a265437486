import type { GatewayRoute } from '@alcove/platform'
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { RateLimits } from './rate-limits.ts'
import { RoutedRequest } from './routed-request.ts'

const route: GatewayRoute = {
  id: 'r',
  name: 'r',
  method: 'GET',
  path: '/',
  functionId: null,
  qualifier: 'draft',
  quotas: [],
  config: { auth: 'none', schemas: {}, limits: { perAddress: { requests: 1, seconds: 60 } } },
}

test('a client cannot get around the limit by address with other addresses of its /64', () => {
  const limits = new RateLimits(() => 0)
  const refusedFrom = (client: string) => {
    const request = { headers: {} } as IncomingMessage
    const address = { rawPath: '/', rawQuery: '' }
    return new RoutedRequest({ route, parameters: undefined }, request, address, client, limits).limitByAddress()
  }
  expect(refusedFrom('2001:db8:1:2::1')).toBe(null)
  expect(refusedFrom('2001:db8:1:2:ffff::9')).toMatchObject({ code: 'TooManyRequests' })
  expect(refusedFrom('2001:db8:1:3::1')).toBe(null)
  expect([refusedFrom('192.0.2.1'), refusedFrom('192.0.2.2')]).toEqual([null, null])
})
