import { type HttpEvent, payloadOne } from '@alcove/contract'
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { addressOfFunction } from '../gateway/address.ts'
import { httpEventOf } from './http-event.ts'

const eventOf = (url: string, headers: Record<string, string> = {}, cookies: string[] = []): HttpEvent =>
  httpEventOf({
    request: { method: 'POST', httpVersion: '1.1' } as IncomingMessage,
    address: addressOfFunction(url)!,
    headers: { headers: { host: 'fn.example.com:4401', 'user-agent': 'curl/8', ...headers }, cookies },
    apiId: 'f1',
    routeKey: '$default',
    invocationId: 'i1',
    client: { address: '10.0.0.9', protocol: null, host: null },
    now: new Date('2026-03-12T19:03:58.123Z'),
  })

test('the event follows the AWS payload format 2.0', () => {
  expect(eventOf('/fn/shop/checkout:live/orders/7?q=a%20b&tag=1&tag=2', {}, ['a=1'])).toEqual({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/orders/7',
    rawQueryString: 'q=a%20b&tag=1&tag=2',
    cookies: ['a=1'],
    headers: { host: 'fn.example.com:4401', 'user-agent': 'curl/8' },
    queryStringParameters: { q: 'a b', tag: '1,2' },
    requestContext: {
      accountId: 'anonymous',
      apiId: 'f1',
      domainName: 'fn.example.com',
      domainPrefix: 'fn',
      http: { method: 'POST', path: '/orders/7', protocol: 'HTTP/1.1', sourceIp: '10.0.0.9', userAgent: 'curl/8' },
      requestId: 'i1',
      routeKey: '$default',
      stage: '$default',
      time: '12/Mar/2026:19:03:58 +0000',
      timeEpoch: 1773342238123,
    },
  })
})

test('a query that says __proto__ is only a query', () => {
  const { queryStringParameters } = eventOf('/fn/shop/checkout?__proto__=x&a=1')
  expect(JSON.parse(JSON.stringify(queryStringParameters))).toHaveProperty('a', '1')
  expect(Object.keys(queryStringParameters!)).toEqual(['__proto__', 'a'])
})

test('payload format 1.0 says the same, with every value of a name', () => {
  const event = eventOf('/fn/shop/checkout/orders/7?q=a%20b&tag=1&tag=2&__proto__=x', { accept: '*/*' }, ['a=1', 'b=2'])
  event.headers['tracestate'] = 'signed'
  const one = payloadOne(event)
  expect(JSON.parse(JSON.stringify(one))).toMatchObject({
    version: '1.0',
    resource: '$default',
    path: '/orders/7',
    httpMethod: 'POST',
    headers: { host: 'fn.example.com:4401', accept: '*/*', cookie: 'a=1; b=2', tracestate: 'signed' },
    queryStringParameters: { q: 'a b', tag: '2' },
    multiValueQueryStringParameters: { q: ['a b'], tag: ['1', '2'] },
    pathParameters: null,
    stageVariables: null,
    requestContext: { httpMethod: 'POST', identity: { sourceIp: '10.0.0.9', userAgent: 'curl/8' }, stage: '$default' },
  })
  expect(Object.keys(one.queryStringParameters!)).toEqual(['q', 'tag', '__proto__'])
  expect(one.multiValueHeaders).toMatchObject({ accept: ['*/*'], cookie: ['a=1; b=2'] })
  expect(one.multiValueHeaders).not.toHaveProperty('tracestate')
})
