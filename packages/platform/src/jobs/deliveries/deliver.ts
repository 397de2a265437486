import { LIMITS } from '@alcove/contract'
import type { Platform } from '../../kernel/platform.ts'
import { sendWebhook, type WebhookOutcome } from '../../kernel/outgoing/send-webhook.ts'
import { enqueueForName } from '../tasks/enqueue-for-name.ts'
import type { ClaimedDelivery } from './claim-deliveries.ts'

/** Puts a result into a bucket. Passed in, because buckets start tasks. */
export type PutResult = (
  platform: Platform,
  delivery: ClaimedDelivery,
  to: { bucket: string; prefix: string },
) => Promise<WebhookOutcome>

/** Hands a result to its destination once. */
export async function deliver(
  platform: Platform,
  delivery: ClaimedDelivery,
  putResult: PutResult,
): Promise<WebhookOutcome> {
  const { destination, spaceId, id, body } = delivery
  switch (destination.type) {
    case 'webhook':
      return sendWebhook(platform, { spaceId, url: destination.url, sealedSecret: destination.sealed ?? '', id, body })
    case 'function':
      return callFunction(platform, delivery, destination)
    case 'bucket':
      return putResult(platform, delivery, destination)
  }
}

/** Turns the call into a task: one per delivery, however many attempts it takes. */
async function callFunction(
  platform: Platform,
  { id, spaceId, function: from, body, invocationId, traceId, hops, lineage }: ClaimedDelivery,
  { function: name, qualifier }: { function: string; qualifier: string },
): Promise<WebhookOutcome> {
  if (hops + 1 >= LIMITS.hops) {
    return { kind: 'rejected', reason: `stopped after ${LIMITS.hops} functions that lead to one another` }
  }
  return enqueueForName(platform, 'tasks', {
    spaceId,
    function: name,
    qualifier,
    event: body,
    trigger: 'function',
    caller: `function ${from}`,
    traceId,
    hops: hops + 1,
    idempotencyKey: id,
    keyOwner: 'platform:deliveries',
    ...(invocationId !== null && { parentId: invocationId }),
    // All calls that follow from it share one lineage, even in a loop.
    lineage: lineage ?? (invocationId ?? id).replaceAll('-', ''),
  })
}
