import { AlcoveError } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { functions } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import type { Platform } from '../../kernel/platform.ts'
import type { WebhookOutcome } from '../../kernel/outgoing/send-webhook.ts'
import { enqueueTask } from './enqueue-task.ts'
import type { NewTask } from './new-task.ts'

interface Message extends Omit<NewTask, 'functionId'> {
  spaceId: string
  function: string
}

/**
 * Sends a message to a function of the space as a task, in a change of its own. With an idempotency key, several attempts
 * are one task. @param by the part of the platform that sends it
 */
export async function enqueueForName(
  platform: Platform,
  by: string,
  { spaceId, function: name, ...task }: Message,
): Promise<WebhookOutcome> {
  const ctx = { platform, db: platform.db, actor: { kind: 'platform', name: by }, requestId: newId() } as const
  try {
    return await change(ctx, async (ctx) => {
      const here = and(eq(functions.spaceId, spaceId), eq(functions.name, name))
      const [target] = await ctx.db.select({ id: functions.id }).from(functions).where(here)
      if (!target) return { kind: 'rejected', reason: `the space has no function "${name}"` }
      const { id } = await enqueueTask(ctx, { ...task, functionId: target.id })
      return { kind: 'received', reason: `task ${id}` }
    })
  } catch (error) {
    if (error instanceof AlcoveError) return { kind: 'failed', reason: error.message }
    throw error
  }
}
