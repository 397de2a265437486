import type { Platform } from '../platform.ts'
import { egressOf } from './egress-of.ts'
import { sendRequest } from './send-request.ts'
import { signWebhook } from './webhook-secret.ts'

const TIMEOUT_MS = 10_000
const ANSWER_BYTES = 1024

export interface Webhook {
  /** Its egress rules hold. */
  spaceId: string
  url: string
  /** As `newWebhookSecret` made it, sealed; null: it is not signed. */
  sealedSecret: string | null
  /** The same for every attempt at one message: receivers tell repetitions by it. */
  id: string
  /** JSON text. */
  body: Uint8Array
}

/**
 * How a message was received. `rejected`: another attempt would change nothing. Whoever sends decides when to try again.
 */
export type WebhookOutcome = { kind: 'received' | 'failed' | 'rejected'; reason: string }

/** Posts a message, signed as https://www.standardwebhooks.com describes. Never rejects because of the receiver. */
export async function sendWebhook(platform: Platform, webhook: Webhook): Promise<WebhookOutcome> {
  const { url, id, body } = webhook
  const egress = await egressOf(platform, webhook.spaceId)
  if (egress === null) return { kind: 'rejected', reason: 'the space was deleted' }
  const secret = webhook.sealedSecret === null ? null : opened(platform, webhook.sealedSecret)
  if (webhook.sealedSecret !== null && secret === null)
    return { kind: 'rejected', reason: 'its secret was sealed with another key: set it again' }
  const timestamp = Math.floor(platform.clock.now() / 1000)
  try {
    const { status } = await sendRequest({
      url,
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Alcove',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        ...(secret !== null && { 'webhook-signature': signWebhook(secret, id, timestamp, body) }),
      },
      body,
      egress,
      permittedAddresses: platform.permittedAddresses,
      timeoutMs: TIMEOUT_MS,
      answer: { most: ANSWER_BYTES, longer: 'cut' },
    })
    return outcomeOf(status)
  } catch (error) {
    return { kind: 'failed', reason: (error as Error).message }
  }
}

/** By the specification, 410 says that nobody listens there any more. */
function outcomeOf(status: number): WebhookOutcome {
  const reason = `it answered with status ${status}`
  if (status >= 200 && status < 300) return { kind: 'received', reason }
  if (status >= 300 && status < 400) return { kind: 'failed', reason: `${reason}: redirects are not followed` }
  return { kind: status === 410 ? 'rejected' : 'failed', reason }
}

function opened({ sealer }: Platform, sealed: string): string | null {
  try {
    return sealer.open(sealed)
  } catch {
    return null
  }
}
