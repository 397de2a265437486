import { expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'

test('without any variable everything is local', () => {
  expect(readEnvironment({})).toMatchObject({
    ALCOVE_PORT: 4400,
    ALCOVE_GATEWAY_PORT: 4401,
    ALCOVE_HOST: '127.0.0.1',
    ALCOVE_HOME: '.alcove',
  })
})

test('a variable set to nothing is not set', () => {
  expect(readEnvironment({ ALCOVE_SANDBOX: '', DATABASE_URL: '' })).not.toHaveProperty('DATABASE_URL')
})

test('every wrong variable is named', () => {
  const wrong = { ALCOVE_PORT: 'many', ALCOVE_SANDBOX: 'docker', ALCOVE_ORIGIN: 'ftp://x' }
  expect(() => readEnvironment(wrong)).toThrow(/ALCOVE_PORT[\s\S]*ALCOVE_SANDBOX[\s\S]*ALCOVE_ORIGIN/)
})

test('the first administrator needs both an address and a password', () => {
  expect(() => readEnvironment({ ALCOVE_ADMIN_EMAIL: 'a@b.test' })).toThrow('go together')
})

test('trusted proxies are addresses and networks, and nothing else', () => {
  const { ALCOVE_TRUSTED_PROXIES: proxies } = readEnvironment({
    ALCOVE_TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8,fd00::/8',
  })
  const headers = { 'x-forwarded-for': '203.0.113.9, 10.1.2.3' }
  expect(proxies?.clientOf({ headers, socket: { remoteAddress: '127.0.0.1' } }).address).toBe('203.0.113.9')
  expect(() => readEnvironment({ ALCOVE_TRUSTED_PROXIES: '127.0.0.1,proxy.local' })).toThrow(
    'ALCOVE_TRUSTED_PROXIES: "proxy.local" is neither an address nor a network',
  )
})
