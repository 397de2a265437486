import { expect, test } from 'vitest'
import { sharedHost } from './welcome.ts'

test.each([
  ['http://alcove.example.com:4400', 'http://alcove.example.com:4401', 'alcove.example.com'],
  ['http://192.168.1.5:4400', 'http://192.168.1.5:4401', '192.168.1.5'],
  ['https://console.example.com', 'https://functions.example.com', null],
  ['http://127.0.0.1:4400', 'http://127.0.0.1:4401', null],
  ['http://localhost:4400', 'http://localhost:4401', null],
  ['http://[::1]:4400', 'http://[::1]:4401', null],
])('console %s and functions %s share the host name %s', (origin, gatewayOrigin, host) => {
  expect(sharedHost(origin, gatewayOrigin)).toBe(host)
})
