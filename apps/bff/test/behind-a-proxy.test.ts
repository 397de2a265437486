import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TrustedProxies } from '../src/wire/trusted-proxies.ts'
import { openShop, type Alcove } from './alcove.ts'

const FORWARDED = {
  'x-forwarded-for': '198.51.100.1, 203.0.113.9',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'fn.example.com',
  'x-real-ip': '198.51.100.1',
}

async function opened(trusted: string[]): Promise<Alcove> {
  const alcove = await openShop({ proxies: new TrustedProxies(trusted) })
  await alcove.api('PUT', '/spaces/shop/functions/echo/triggers/web', { type: 'http', config: { auth: 'none' } })
  return alcove
}

async function seenBy(alcove: Alcove) {
  const answer = await fetch(`${alcove.gatewayOrigin}/fn/shop/echo`, { headers: FORWARDED })
  const id = answer.headers.get('x-alcove-invocation-id')
  const event = (await answer.json()) as {
    headers: Record<string, string>
    requestContext: { domainName: string; http: { sourceIp: string } }
  }
  const { caller } = (await alcove.api('GET', `/spaces/shop/invocations/${id}`)).body
  return { event, caller }
}

/** Signs in wrongly to one account over a real connection, until it is refused for having tried too often. */
async function triesUntilRefused(alcove: Alcove, address: string): Promise<number> {
  for (let tries = 1; tries <= 60; tries += 1) {
    const { status } = await fetch(`${alcove.origin}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({ email: 'nobody@alcove.test', password: 'wrong-password' }),
    })
    if (status === 429) return tries
  }
  return Infinity
}

describe('a proxy that is trusted', () => {
  let alcove: Alcove
  beforeAll(async () => void (alcove = await opened(['127.0.0.0/8'])))
  afterAll(() => alcove[Symbol.asyncDispose]())

  test('reports the client, and functions, records and the address limit use that address', async () => {
    const { event, caller } = await seenBy(alcove)
    expect(event.requestContext).toMatchObject({ domainName: 'fn.example.com', http: { sourceIp: '203.0.113.9' } })
    expect(event.headers).toMatchObject({
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
      'x-forwarded-host': 'fn.example.com',
    })
    expect(event.headers).not.toHaveProperty('x-real-ip')
    expect(caller).toContain('203.0.113.9')
  })

  test('counts the attempts of each client separately', async () => {
    expect(await triesUntilRefused(alcove, '203.0.113.20')).toBeLessThan(60)
    expect(await triesUntilRefused(alcove, '203.0.113.21')).toBeGreaterThan(1)
  })
})

describe('a proxy that is not trusted', () => {
  let alcove: Alcove
  beforeAll(async () => void (alcove = await opened(['10.0.0.0/8'])))
  afterAll(() => alcove[Symbol.asyncDispose]())

  test('is the client itself', async () => {
    const { event, caller } = await seenBy(alcove)
    expect(event.requestContext).toMatchObject({ domainName: '127.0.0.1', http: { sourceIp: '127.0.0.1' } })
    expect(event.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' })
    expect(event.headers).not.toHaveProperty('x-forwarded-host')
    expect(caller).toContain('127.0.0.1')
  })

  test('cannot disguise its attempts as those of others', async () => {
    const first = await triesUntilRefused(alcove, '203.0.113.20')
    expect(first).toBeLessThan(60)
    expect(await triesUntilRefused(alcove, '203.0.113.21')).toBe(1)
  })
})
