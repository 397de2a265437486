import type { TriggerKind } from '@alcove/contract'
import type { OrderEvent } from '../invoke/order.ts'

const HTTP: readonly TriggerKind[] = ['http', 'gateway']

/** The recorded input as what the function got: of a request, the event and the body that was put into it. */
export function eventOf({ trigger, input }: { trigger: TriggerKind; input: string }): OrderEvent {
  const payload = Buffer.from(input)
  if (!HTTP.includes(trigger)) return { kind: 'event', payload }
  const { body = '', isBase64Encoded, ...event } = JSON.parse(input) as { body?: string; isBase64Encoded?: boolean }
  const json = JSON.stringify(event)
  const bytes = Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8')
  return { kind: 'http', event: json, body: bytes, shown: json, textual: isBase64Encoded !== true }
}
