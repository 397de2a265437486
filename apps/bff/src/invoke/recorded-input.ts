import { LIMITS, MASKED, maskSecrets, type RecordedPayload } from '@alcove/contract'
import type { HttpInput } from './http-input.ts'
import type { OrderEvent } from './order.ts'
import { recordedPayload, recordedText } from './payload-capture.ts'

/** The part of an event that the record keeps. @param secrets names of the parameters that it masks */
export function recordedInput(event: OrderEvent, secrets: ReadonlySet<string>): RecordedPayload {
  if (secrets.size > 0) return recordedMasked(event, secrets)
  return event.kind === 'http' ? recordedRequest(event) : recordedPayload(event.payload)
}

function recordedMasked(event: OrderEvent, secrets: ReadonlySet<string>): RecordedPayload {
  if (event.kind === 'event') return recordedText(maskSecrets(Buffer.from(event.payload).toString(), secrets))
  const body = event.textual ? maskSecrets(Buffer.from(event.body).toString(), secrets) : MASKED
  return recordedRequest({ ...event, body: event.body.length > 0 ? Buffer.from(body) : event.body, textual: true })
}

/** As the handler saw it: the event with the body in it. */
function recordedRequest({ shown, body, textual }: HttpInput): RecordedPayload {
  const open = shown.slice(0, -1)
  if (body.length === 0) return recordedText(`${open},"isBase64Encoded":false}`)
  // Convert no more of a large body to text than the record can hold.
  const part = body.subarray(0, LIMITS.recordedPayloadBytes)
  const text = JSON.stringify(Buffer.from(part).toString(textual ? 'utf8' : 'base64'))
  const recorded = recordedText(`${open},"body":${text},"isBase64Encoded":${!textual}}`)
  const left = body.length - part.length
  return left > 0 ? { ...recorded, bytes: recorded.bytes + left, truncated: true } : recorded
}
