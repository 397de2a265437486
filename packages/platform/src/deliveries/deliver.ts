import { AlcoveError, LIMITS } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { functions } from '../database/schema/index.ts'
import { newId } from '../database/ids.ts'
import { change } from '../kernel/change.ts'
import type { Platform } from '../kernel/platform.ts'
import { sendWebhook, type WebhookOutcome } from '../outgoing/send-webhook.ts'
import { enqueueTask } from '../tasks/enqueue-task.ts'
import type { ClaimedDelivery } from './claim-deliveries.ts'
import { putResult } from './put-result.ts'

/** Hands a result to its destination once. */
export async function deliver(platform: Platform, delivery: ClaimedDelivery): Promise<WebhookOutcome> {
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
  const ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'tasks' }, requestId: newId() } as const
  try {
    return await change(ctx, async (ctx) => {
      const here = and(eq(functions.spaceId, spaceId), eq(functions.name, name))
      const [target] = await ctx.db.select({ id: functions.id }).from(functions).where(here)
      if (!target) return { kind: 'rejected', reason: `the space has no function "${name}"` }
      const task = await enqueueTask(ctx, {
        functionId: target.id,
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
      return { kind: 'received', reason: `task ${task.id}` }
    })
  } catch (error) {
    if (error instanceof AlcoveError) return { kind: 'failed', reason: error.message }
    throw error
  }
}
