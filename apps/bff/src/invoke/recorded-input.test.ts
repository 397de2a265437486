import type { HttpEvent } from '@alcove/contract'
import { expect, test } from 'vitest'
import { httpInputOf } from './http-input.ts'
import { recordedInput } from './recorded-input.ts'

test('the record keeps no credentials, and marks a body it cut', () => {
  const event = {
    rawPath: '/',
    headers: { authorization: 'Bearer t', 'content-type': 'text/plain' },
    cookies: ['sid=s3cret'],
  } as unknown as HttpEvent
  const input = httpInputOf(event, 'alcove=signed', Buffer.from('hello'))
  const small = recordedInput(input, new Set())
  expect(JSON.parse(small.text)).toMatchObject({
    body: 'hello',
    isBase64Encoded: false,
    cookies: ['sid=[redacted]'],
    headers: { authorization: '[redacted]', tracestate: '[redacted]' },
  })
  expect(small.truncated).toBe(false)
  expect(JSON.parse(input.event)).toMatchObject({
    headers: { authorization: 'Bearer t', tracestate: 'alcove=signed' },
    cookies: ['sid=s3cret'],
  })

  const large = recordedInput(httpInputOf(event, 'alcove=signed', Buffer.alloc(1_000_000, 'x')), new Set())
  expect(large.truncated).toBe(true)
  expect(large.bytes).toBeGreaterThan(1_000_000)
  expect(large.text.length).toBeLessThanOrEqual(64 * 1024)
})

test('the signed tracestate reaches the function alone, whatever else looks like it', () => {
  const like = '"tracestate":"[redacted]"'
  const event = {
    rawPath: `/${like}`,
    headers: { 'x-a': like, tracestate: 'given=1' },
    queryStringParameters: { tracestate: '[redacted]' },
  } as unknown as HttpEvent
  const input = httpInputOf(event, 'alcove=signed,"$&"', new Uint8Array())
  const others = { rawPath: `/${like}`, queryStringParameters: { tracestate: '[redacted]' } }
  expect(JSON.parse(input.event)).toEqual({
    ...others,
    headers: { 'x-a': like, tracestate: 'alcove=signed,"$&"' },
  })
  expect(JSON.parse(recordedInput(input, new Set()).text)).toEqual({
    ...others,
    headers: { 'x-a': like, tracestate: '[redacted]' },
    isBase64Encoded: false,
  })
})

test.for<[string, Record<string, string>, Buffer, boolean]>([
  ['text without a content type', {}, Buffer.from('hello'), true],
  ['text in another encoding', { 'content-type': 'text/plain; charset=latin1' }, Buffer.from([0xe9]), false],
  ['bytes without a content type', {}, Buffer.from([0xff]), false],
  [
    'gzipped JSON',
    { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    Buffer.from([0x1f, 0x8b]),
    false,
  ],
  ['GraphQL', { 'content-type': 'application/graphql' }, Buffer.from('{ a }'), true],
  ['an image', { 'content-type': 'image/png' }, Buffer.from('x'), false],
])('the record shows %s as the handler saw it', ([, headers, body, textual]) => {
  const event = { rawPath: '/', headers } as unknown as HttpEvent
  expect(JSON.parse(recordedInput(httpInputOf(event, '', body), new Set()).text)).toMatchObject({
    body: body.toString(textual ? 'utf8' : 'base64'),
    isBase64Encoded: !textual,
  })
})

test('in payload format 1.0 as well, no credential is recorded and the function alone gets the tracestate', () => {
  const event = {
    routeKey: '$default',
    rawPath: '/"tracestate":"[redacted]"',
    rawQueryString: 'tracestate=[redacted]',
    headers: { authorization: 'Bearer t', tracestate: 'given=1' },
    cookies: ['sid=s3cret'],
    requestContext: { http: { method: 'GET' } },
  } as unknown as HttpEvent
  const input = httpInputOf(event, 'alcove=signed', new Uint8Array(), '1.0')
  expect(JSON.parse(input.event)).toMatchObject({
    version: '1.0',
    path: '/"tracestate":"[redacted]"',
    headers: { authorization: 'Bearer t', cookie: 'sid=s3cret', tracestate: 'alcove=signed' },
    multiValueHeaders: { authorization: ['Bearer t'], cookie: ['sid=s3cret'] },
    queryStringParameters: { tracestate: '[redacted]' },
  })
  const { text } = recordedInput(input, new Set())
  expect(JSON.parse(text)).toMatchObject({ headers: { cookie: 'sid=[redacted]', tracestate: '[redacted]' } })
  expect(text).not.toMatch(/Bearer t|s3cret|signed/)
})
