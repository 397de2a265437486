import type { HmacAuth } from '@alcove/contract'
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export interface SignedRequest {
  headers: IncomingHttpHeaders
  body: Uint8Array
  /** Milliseconds since the epoch. */
  now: number
}

export type Verified =
  /** `lifetimeMs`: after that time the signature would be refused as too old. */
  { signature: string; lifetimeMs: number } | { refused: string }

type Settings = Pick<HmacAuth, 'preset' | 'toleranceSeconds'> & { secret: string }

/** GitHub signs no time, so a copy of a request would be valid for ever: remember its signature this long. */
const WITHOUT_TIME_MS = 24 * 3600_000

/** Checks a request that was signed with a shared secret. Comparisons take the same time wherever they differ. */
export function verifySignature(settings: Settings, request: SignedRequest): Verified {
  switch (settings.preset) {
    case 'standard':
      return standard(settings, request)
    case 'github':
      return github(settings, request)
    case 'stripe':
      return stripe(settings, request)
  }
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
function standard({ secret, toleranceSeconds }: Settings, { headers, body, now }: SignedRequest): Verified {
  const [id, time, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    textOf(headers, name),
  )
  if (!id || !time || !given) return { refused: 'Send webhook-id, webhook-timestamp and webhook-signature' }
  // Dots join what is signed: with a dot in the id, the same text could be read with another time and body.
  if (id.includes('.')) return { refused: 'webhook-id must not have a dot in it' }
  const late = tooFar(time, toleranceSeconds, now)
  if (late) return { refused: late }
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret
  const expected = createHmac('sha256', key).update(`${id}.${time}.`).update(body).digest()
  const signatures = given.split(' ', MOST).map((each) => (each.startsWith('v1,') ? each.slice(3) : ''))
  return among(signatures, expected, 'base64', lifetimeOf(toleranceSeconds))
}

/** https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
function github({ secret }: Settings, { headers, body }: SignedRequest): Verified {
  const given = textOf(headers, 'x-hub-signature-256')
  if (!given?.startsWith('sha256=')) return { refused: 'Send X-Hub-Signature-256' }
  const expected = createHmac('sha256', secret).update(body).digest()
  return among([given.slice('sha256='.length)], expected, 'hex', WITHOUT_TIME_MS)
}

/** https://docs.stripe.com/webhooks#verify-manually */
function stripe({ secret, toleranceSeconds }: Settings, { headers, body, now }: SignedRequest): Verified {
  const parts = (textOf(headers, 'stripe-signature') ?? '').split(',', MOST).map((part) => part.trim().split('=', 2))
  const time = parts.find(([name]) => name === 't')?.[1]
  if (!time) return { refused: 'Send Stripe-Signature' }
  const late = tooFar(time, toleranceSeconds, now)
  if (late) return { refused: late }
  const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest()
  const signatures = parts.filter(([name]) => name === 'v1').map(([, value]) => value ?? '')
  return among(signatures, expected, 'hex', lifetimeOf(toleranceSeconds))
}

/** Signatures in one header: senders that change their secret send two. */
const MOST = 10

function among(given: string[], expected: Buffer, encoding: 'hex' | 'base64', lifetimeMs: number): Verified {
  const fits = given.some((text) => {
    const bytes = Buffer.from(text, encoding)
    return bytes.length === expected.length && timingSafeEqual(bytes, expected)
  })
  if (!fits) return { refused: 'The signature does not fit the request and the secret' }
  // Uses the signature as computed here: the sender may spell the same one in several ways.
  return { signature: expected.toString('hex'), lifetimeMs }
}

function tooFar(time: string, toleranceSeconds: number, now: number): string | null {
  const seconds = /^\d{1,12}$/.test(time) ? Number(time) : Number.NaN
  if (Math.abs(now / 1000 - seconds) <= toleranceSeconds) return null
  return `The time in the signature must lie within ${toleranceSeconds} seconds of now`
}

/** From the earliest to the latest moment at which a time is accepted. */
const lifetimeOf = (toleranceSeconds: number): number => 2 * toleranceSeconds * 1000

function textOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}
