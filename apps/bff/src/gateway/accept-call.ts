import { AlcoveError, TASK_LIMITS, type AcceptedTask } from '@alcove/contract'
import { acceptTask } from '@alcove/platform'
import type { IncomingMessage } from 'node:http'
import type { z } from 'zod'
import type { Deps } from '../deps.ts'
import { DELAY_HEADER, delayedUntil } from '../invoke/delay.ts'
import type { HttpInput } from '../invoke/http-input.ts'
import type { CallOrder } from '../invoke/order.ts'

/**
 * Turns an admitted request into a task, committed when it resolves. Stores the event as the record of a call shows it,
 * without credentials.
 */
export async function acceptCall(
  { platform }: Deps,
  order: CallOrder,
  input: HttpInput,
  { method, url, headers }: IncomingMessage,
  keyOwner: string,
): Promise<z.infer<typeof AcceptedTask>> {
  const key = headers['idempotency-key'] as string | undefined
  const delay = headers[DELAY_HEADER] as string | undefined
  if (key !== undefined && (key === '' || key.length > TASK_LIMITS.idempotencyKeyLength)) {
    const message = `Must have 1 to ${TASK_LIMITS.idempotencyKeyLength} characters`
    throw new AlcoveError('ValidationFailed', message, { errors: [{ path: 'Idempotency-Key', message }] })
  }
  const { functionId, trigger, caller, traceId, hops, lineage, triggerName } = order
  const { id } = await acceptTask(platform, {
    functionId,
    qualifier: order.qualifier!,
    event: eventOf(input),
    trigger,
    caller,
    traceId,
    hops,
    ...(triggerName !== null && { triggerName }),
    ...(lineage !== null && { lineage }),
    ...(delay !== undefined && { runAt: delayedUntil(delay) }),
    // The event says when a request came, and so differs when it is sent again.
    ...(key !== undefined && {
      idempotencyKey: key,
      keyOwner,
      repeatable: Buffer.concat([Buffer.from(`${method} ${url}\n`), input.body]),
    }),
  })
  return { id, state: 'queued' }
}

/** The whole event as one JSON, as a handler sees it. */
function eventOf({ shown, body, textual }: HttpInput): Buffer {
  const event = JSON.parse(shown) as Record<string, unknown> & { headers: Record<string, string> }
  // It is signed for one call, and a task stores its lineage itself.
  delete event.headers['tracestate']
  if (body.length > 0) event['body'] = Buffer.from(body).toString(textual ? 'utf8' : 'base64')
  event['isBase64Encoded'] = body.length > 0 && !textual
  return Buffer.from(JSON.stringify(event))
}
