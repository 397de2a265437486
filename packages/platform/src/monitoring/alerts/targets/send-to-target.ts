import type { Platform } from '../../../kernel/platform.ts'
import { newTraceId } from '../../../kernel/trace-id.ts'
import { sendWebhook, type WebhookOutcome } from '../../../kernel/outgoing/send-webhook.ts'
import { enqueueForName } from '../../../jobs/tasks/enqueue-for-name.ts'
import { subjectOf, textOf, type AlertMessage } from '../alert-message.ts'
import type { TargetRow } from './target-of.ts'

/** Sends one message to one target. @param id the same for every attempt, so that receivers can drop repetitions */
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
      return enqueueForName(platform, 'alerts', {
        spaceId,
        function: settings.function,
        qualifier: settings.qualifier,
        event: bytesOf(message),
        trigger: 'event',
        caller: `alert ${message.alert}`,
        traceId: newTraceId(),
        hops: 0,
        idempotencyKey: id,
        keyOwner: 'platform:alerts',
      })
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
