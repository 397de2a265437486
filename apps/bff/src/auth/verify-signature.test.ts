import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { verifySignature } from './verify-signature.ts'

const secret = 'a-secret-of-the-sender'
const now = 1_800_000_000_000
const time = String(now / 1000)
const body = Buffer.from('{"a":1}')
const hmac = (text: string, encoding: 'hex' | 'base64', key: string | Buffer = secret) =>
  createHmac('sha256', key).update(text).digest(encoding)
const standard = (signature: string, id = 'msg_1', at = time) => ({
  'webhook-id': id,
  'webhook-timestamp': at,
  'webhook-signature': signature,
})
const signed = hmac(`msg_1.${time}.{"a":1}`, 'base64')
const github = (signature: string) => ({ 'x-hub-signature-256': signature })
const stripe = (header: string) => ({ 'stripe-signature': header })

test.each<[what: string, preset: 'standard' | 'github' | 'stripe', headers: Record<string, string>, fits: boolean]>([
  ['one signature', 'standard', standard(`v1,${signed}`), true],
  ['one of two signatures', 'standard', standard(`v1,AAAA v1,${signed}`), true],
  ['another version', 'standard', standard(`v2,${signed}`), false],
  ['another body', 'standard', standard(`v1,${hmac(`msg_1.${time}.{}`, 'base64')}`), false],
  ['another id', 'standard', standard(`v1,${signed}`, 'msg_2'), false],
  ['a time that is text', 'standard', standard(`v1,${signed}`, 'msg_1', 'now'), false],
  ['no headers', 'standard', {}, false],
  ['parts cut elsewhere', 'standard', standard(`v1,${hmac(`x.1.${time}.{"a":1}`, 'base64')}`, 'x.1'), false],
  ['an old time', 'standard', standard(`v1,${hmac(`msg_1.1.{"a":1}`, 'base64')}`, 'msg_1', '1'), false],
  ['GitHub', 'github', github(`sha256=${hmac('{"a":1}', 'hex')}`), true],
  ['GitHub by its old algorithm', 'github', github(`sha1=${hmac('{"a":1}', 'hex')}`), false],
  ['GitHub with a short signature', 'github', github('sha256=00'), false],
  ['Stripe', 'stripe', stripe(`t=${time},v1=${hmac(`${time}.{"a":1}`, 'hex')},v0=00`), true],
  ['Stripe without a time', 'stripe', stripe(`v1=${hmac(`${time}.{"a":1}`, 'hex')}`), false],
  ['Stripe of an hour ago', 'stripe', stripe(`t=${Number(time) - 3600},v1=00`), false],
])('%s', (_, preset, headers, fits) => {
  const verified = verifySignature({ preset, secret, toleranceSeconds: 300 }, { headers, body, now })
  expect('signature' in verified).toBe(fits)
})

test('a secret of Standard Webhooks is base64 behind its prefix', () => {
  const key = Buffer.from('0123456789abcdef0123')
  const headers = standard(`v1,${hmac(`msg_1.${time}.{"a":1}`, 'base64', key)}`)
  const settings = { preset: 'standard' as const, secret: `whsec_${key.toString('base64')}`, toleranceSeconds: 300 }
  expect(verifySignature(settings, { headers, body, now })).toHaveProperty('signature')
})
