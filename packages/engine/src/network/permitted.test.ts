import type { Egress } from '@alcove/contract'
import { expect, test } from 'vitest'
import { permittedAddresses } from './permitted.ts'

const internet: Egress = { mode: 'internet', allow: [] }
const only = (...allow: string[]): Egress => ({ mode: 'allow', allow })

test.each<[what: string, egress: Egress, host: string, addresses: string[], permitted: string[]]>([
  ['a public address', internet, 'login.example.org', ['203.0.113.7'], ['203.0.113.7']],
  ['loopback', internet, 'localhost', ['127.0.0.1'], []],
  ['loopback that is listed', only('127.0.0.1'), '127.0.0.1', ['127.0.0.1'], []],
  [
    'a private address behind a public name',
    internet,
    'login.example.org',
    ['10.1.2.3', '203.0.113.7'],
    ['203.0.113.7'],
  ],
  ['a metadata service', internet, '169.254.169.254', ['169.254.169.254'], []],
  ['IPv6', internet, 'six.example.org', ['::1', '2001:db8::1'], []],
  ['this host by its own network', internet, 'me.example.org', ['198.51.100.9'], []],
  ['nothing', { mode: 'none', allow: [] }, 'login.example.org', ['203.0.113.7'], []],
  ['a name that is listed', only('*.example.org:443'), 'login.example.org', ['203.0.113.7'], ['203.0.113.7']],
  ['a name that is not listed', only('other.example.org'), 'login.example.org', ['203.0.113.7'], []],
  ['a listed name at another port', only('login.example.org:8443'), 'login.example.org', ['203.0.113.7'], []],
  ['a private network that is listed', only('10.1.0.0/16'), 'login.internal', ['10.1.2.3', '10.2.0.1'], ['10.1.2.3']],
  [
    'a private address in a wide network',
    only('0.0.0.0/0'),
    'login.internal',
    ['10.1.2.3', '203.0.113.7'],
    ['203.0.113.7'],
  ],
])('%s', (_, egress, host, addresses, permitted) => {
  const here = [{ first: 0xc6336400, last: 0xc63364ff }]
  expect(permittedAddresses(egress, { host, port: 443 }, addresses, here)).toEqual(permitted)
})
