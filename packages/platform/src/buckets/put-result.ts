import { AlcoveError } from '@alcove/contract'
import { putObject } from './objects/put-object.ts'
import { newId } from '../database/ids.ts'
import { authorize } from '../identity/access/authorize.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Platform } from '../kernel/platform.ts'
import type { WebhookOutcome } from '../kernel/outgoing/send-webhook.ts'
import type { ClaimedDelivery } from '../jobs/deliveries/claim-deliveries.ts'

/** Puts a result into a bucket, as `prefix/function/day/delivery.json`: a second attempt writes the same object. */
export async function putResult(
  platform: Platform,
  { id, space, function: fn, taskId, body, ...call }: ClaimedDelivery,
  { bucket, prefix }: { bucket: string; prefix: string },
): Promise<WebhookOutcome> {
  const actor = { kind: 'platform', name: `function ${fn}` } as const
  const cause = {
    traceId: call.traceId,
    hops: call.hops + 1,
    lineage: call.lineage ?? (call.invocationId ?? id).replaceAll('-', ''),
    ...(call.invocationId !== null && { parentId: call.invocationId }),
  }
  const asked: Ctx = { platform, db: platform.db, actor, requestId: newId(), cause }
  const key = `${prefix}${fn}/${dayOf(id)}/${id}.json`
  try {
    const ctx = await authorize({ ctx: asked, action: 'buckets:write', space })
    const object = { contentType: 'application/json', metadata: { 'task-id': taskId }, length: body.byteLength }
    await putObject({ ctx, input: { bucket, key, body: once(body), ...object } })
    return { kind: 'received', reason: `object ${key}` }
  } catch (error) {
    if (error instanceof AlcoveError) return { kind: 'failed', reason: error.message }
    throw error
  }
}

/** An id begins with the milliseconds at which it was made (UUID version 7, RFC 9562): the same day at every attempt. */
function dayOf(id: string): string {
  return new Date(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toISOString().slice(0, 10)
}

async function* once(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body
}
