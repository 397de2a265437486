import { expect, test } from 'vitest'
import { TrustedProxies } from './trusted-proxies.ts'

const proxies = new TrustedProxies(['127.0.0.1', '10.0.0.0/8', 'fd00::/8'])
const clientOf = (headers: Record<string, string>, remoteAddress = '127.0.0.1', trusting = proxies) =>
  trusting.clientOf({ headers, socket: { remoteAddress } })
const addressOf = (headers: Record<string, string>, peer?: string) => clientOf(headers, peer).address

test('no proxy is trusted by default', () => {
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', forwarded: 'for=203.0.113.9' }
  const nobody = { address: '127.0.0.1', protocol: null, host: null }
  expect(clientOf(headers, '127.0.0.1', new TrustedProxies([]))).toEqual(nobody)
  expect(clientOf(headers, '198.51.100.1')).toEqual({ ...nobody, address: '198.51.100.1' })
})

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['203.0.113.9:5432', '203.0.113.9'],
  ['2001:db8::9', '2001:db8::9'],
  ['[2001:db8::9]:443', '2001:db8::9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  // What the client wrote itself is left of what the proxy appended.
  ['1.2.3.4, 203.0.113.9', '203.0.113.9'],
  ['1.2.3.4, 203.0.113.9, 10.1.1.1', '203.0.113.9'],
  ['1.2.3.4,203.0.113.9 ,10.1.1.1,fd00::2', '203.0.113.9'],
  // All are our proxies: the first one made the request itself.
  ['10.3.3.3, 10.1.1.1', '10.3.3.3'],
  // The proxy does not know who called it, so nothing further left can be trusted.
  ['203.0.113.9, unknown', 'unknown'],
  ['203.0.113.9, garbage, 10.1.1.1', 'unknown'],
  ['203.0.113.9,', 'unknown'],
  ['', 'unknown'],
  ['fe80::1%eth0', 'unknown'],
  ['999.1.1.1', 'unknown'],
  ['203.0.113.9:port', 'unknown'],
  ['"203.0.113.9"', 'unknown'],
])('X-Forwarded-For: %s comes from %s', (header, address) => {
  expect(addressOf({ 'x-forwarded-for': header })).toBe(address)
})

test.each([
  ['for=203.0.113.9', '203.0.113.9'],
  ['For="203.0.113.9:80"', '203.0.113.9'],
  ['for="[2001:db8::9]:80";proto=https', '2001:db8::9'],
  ['for=1.2.3.4, for=203.0.113.9;by=10.1.1.1, for=10.1.1.1', '203.0.113.9'],
  ['for=203.0.113.9, for=unknown', 'unknown'],
  ['for=203.0.113.9, for=_hidden, for=10.1.1.1', 'unknown'],
  ['proto=https', 'unknown'],
  ['for="1.2.3.4, for=203.0.113.9', 'unknown'],
  ['"'.repeat(16_000), 'unknown'],
])('Forwarded: %s comes from %s', (header, address) => {
  expect(addressOf({ forwarded: header })).toBe(address)
})

test('both headers count where they agree, and neither where one of them is the client’s own', () => {
  expect(addressOf({ forwarded: 'for=203.0.113.9', 'x-forwarded-for': '203.0.113.9' })).toBe('203.0.113.9')
  expect(addressOf({ forwarded: 'for=1.2.3.4', 'x-forwarded-for': '203.0.113.9' })).toBe('unknown')
})

test('protocol and host are those that the client used', () => {
  const usual = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'HTTPS', 'x-forwarded-host': 'fn.example.com' }
  const client = { address: '203.0.113.9', protocol: 'https', host: 'fn.example.com' }
  expect(clientOf(usual)).toEqual(client)
  expect(clientOf({ forwarded: 'for=203.0.113.9;proto=https;host=fn.example.com' })).toEqual(client)
  expect(clientOf({ forwarded: 'for=1.1.1.1;proto=http, for=203.0.113.9;proto=https;host="fn.example.com"' })).toEqual(
    client,
  )
})

test.each([
  ['x-forwarded-proto', 'gopher'],
  ['x-forwarded-proto', 'https\t;'],
  ['x-forwarded-host', 'a b'],
  ['x-forwarded-host', 'user@host'],
  ['x-forwarded-host', '<script>'],
])('%s: %s is ignored', (name, value) => {
  expect(clientOf({ 'x-forwarded-for': '203.0.113.9', [name]: value })).toEqual({
    address: '203.0.113.9',
    protocol: null,
    host: null,
  })
})

test.each(['10.0.0.0/33', '10.0.0.0/', 'fd00::/129', 'proxy.local', '10.0.0.0/8/8', '', '10.0.0.0/-1', '/8'])(
  '%j is no network',
  (network) => expect(() => new TrustedProxies([network])).toThrow('neither an address nor a network'),
)
