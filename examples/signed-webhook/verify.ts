import { createHmac, timingSafeEqual } from 'node:crypto'
import type { HttpEvent } from 'alcove'

/** Older messages are refused, so that nobody can send a recorded one again. */
const MAX_AGE_SECONDS = 300

/** Checks a signature by https://www.standardwebhooks.com. Headers reach a function in lower case. */
export function isGenuine({ headers, body = '', isBase64Encoded }: HttpEvent, secret: string): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers
  if (!id || !timestamp || !(Math.abs(Date.now() / 1000 - Number(timestamp)) <= MAX_AGE_SECONDS)) return false
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  const content = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(content).digest()
  return signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature.replace(/^v1,/, ''), 'base64')
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}
