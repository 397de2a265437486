import { LIMITS, type RecordedPayload } from '@alcove/contract'
import type { HttpInput } from './http-input.ts'
import type { OrderEvent } from './order.ts'
import { recordedPayload, recordedText } from './payload-capture.ts'

/** The part of an event that the record keeps. */
export function recordedInput(event: OrderEvent): RecordedPayload {
  return event.kind === 'http' ? recordedRequest(event) : recordedPayload(event.payload)
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
