import type { TriggerKind } from '@alcove/contract'
import { CREDENTIALS, REDACTED } from '../invoke/http-input.ts'
import type { OrderEvent } from '../invoke/order.ts'

const HTTP: readonly TriggerKind[] = ['http', 'gateway']

interface Recorded {
  trigger: TriggerKind
  input: string
}

/** The recorded input as what the function got: of a request, the event and the body that was put into it. */
export function eventOf({ trigger, input }: Recorded): OrderEvent {
  const payload = Buffer.from(input)
  if (!HTTP.includes(trigger)) return { kind: 'event', payload }
  const { body = '', isBase64Encoded, ...event } = JSON.parse(input) as { body?: string; isBase64Encoded?: boolean }
  const json = JSON.stringify(event)
  const bytes = Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8')
  return { kind: 'http', event: json, body: bytes, shown: json, textual: isBase64Encoded !== true }
}

/** What the record of a request does not keep, and the code may have missed. */
export function hiddenFrom({ trigger, input }: Recorded): string | null {
  if (!HTTP.includes(trigger)) return null
  const { headers = {}, cookies } = JSON.parse(input) as { headers?: Record<string, string>; cookies?: string[] }
  const names = [...CREDENTIALS.filter((name) => headers[name] === REDACTED), ...(cookies ? ['cookie'] : [])]
  return names.length === 0 ? null : `Its record hides the headers ${names.join(', ')}: the code got "${REDACTED}"`
}
