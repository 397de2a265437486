import { AlcoveError, type AlertTargetSettings } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { functions } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import { newTraceId } from '../../kernel/trace-id.ts'
import { sendWebhook, type WebhookOutcome } from '../../outgoing/send-webhook.ts'
import { enqueueTask } from '../../tasks/enqueue-task.ts'
import { subjectOf, textOf, type AlertMessage } from '../alert-message.ts'
import type { TargetRow } from './target-of.ts'

/** Tells one target one message. @param id the same for every attempt, so that receivers can drop repetitions */
export async function sendToTarget(
  platform: Platform,
  { spaceId, settings, sealed }: TargetRow,
  message: AlertMessage,
  id: string,
): Promise<WebhookOutcome> {
  switch (settings.type) {
    case 'webhook': {
      const body = settings.shape === 'slack' ? { text: slackText(textOf(message)) } : message
      return sendWebhook(platform, { spaceId, url: settings.url, sealedSecret: sealed, id, body: bytesOf(body) })
    }
    case 'email':
      return sendMail(platform, settings.to, message)
    case 'function':
      return callFunction(platform, spaceId, settings, message, id)
  }
}

/** Descriptions and queries are text: no links, and nobody mentioned (https://docs.slack.dev/messaging/formatting-message-text). */
const slackText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value))

async function sendMail({ mail }: Platform, to: readonly string[], message: AlertMessage): Promise<WebhookOutcome> {
  if (mail === null) return { kind: 'rejected', reason: 'this installation sends no e-mail' }
  try {
    return { kind: 'received', reason: await mail.send({ to, subject: subjectOf(message), text: textOf(message) }) }
  } catch (error) {
    return { kind: 'failed', reason: (error as Error).message }
  }
}

/** A task like any other: it stands in the list of tasks, with its retries. */
async function callFunction(
  platform: Platform,
  spaceId: string,
  { function: name, qualifier }: Extract<AlertTargetSettings, { type: 'function' }>,
  message: AlertMessage,
  id: string,
): Promise<WebhookOutcome> {
  const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'alerts' }, requestId: newId() }
  try {
    return await change(ctx, async (ctx) => {
      const here = and(eq(functions.spaceId, spaceId), eq(functions.name, name))
      const [target] = await ctx.db.select({ id: functions.id }).from(functions).where(here)
      if (!target) return { kind: 'rejected', reason: `the space has no function "${name}"` }
      const task = await enqueueTask(ctx, {
        functionId: target.id,
        qualifier,
        event: bytesOf(message),
        trigger: 'event',
        caller: `alert ${message.alert}`,
        traceId: newTraceId(),
        hops: 0,
        idempotencyKey: id,
        keyOwner: 'platform:alerts',
      })
      return { kind: 'received', reason: `task ${task.id}` }
    })
  } catch (error) {
    if (error instanceof AlcoveError) return { kind: 'failed', reason: error.message }
    throw error
  }
}
