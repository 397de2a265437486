import type { HttpEvent } from '@alcove/contract'
import { expect, test } from 'vitest'
import { recordedInput } from './recorded-input.ts'

test('the record keeps no credentials, and marks a body it cut', () => {
  const event = {
    rawPath: '/',
    headers: { authorization: 'Bearer t', tracestate: 'alcove=signed', 'content-type': 'text/plain' },
    cookies: ['sid=s3cret'],
  } as unknown as HttpEvent
  const small = recordedInput({ kind: 'http', event, body: Buffer.from('hello') })
  expect(JSON.parse(small.text)).toMatchObject({
    body: 'hello',
    isBase64Encoded: false,
    cookies: ['sid=[redacted]'],
    headers: { authorization: '[redacted]', tracestate: '[redacted]' },
  })
  expect(small.truncated).toBe(false)
  expect(event.headers['authorization']).toBe('Bearer t')

  const large = recordedInput({ kind: 'http', event, body: Buffer.alloc(1_000_000, 'x') })
  expect(large.truncated).toBe(true)
  expect(large.bytes).toBeGreaterThan(1_000_000)
  expect(large.text.length).toBeLessThanOrEqual(64 * 1024)
})
