import { LIMITS, type CallInput, type HttpEvent, type RecordedPayload } from '@alcove/contract'
import { recordedPayload, recordedText } from './payload-capture.ts'

/** What the record keeps of an event. */
export function recordedInput(input: CallInput): RecordedPayload {
  return input.kind === 'http' ? recordedEvent(input.event, input.body) : recordedPayload(input.payload)
}

/** `tracestate` is signed: with it a reader of logs could join the call's lineage and spend its calls. */
const SECRET_HEADERS = ['authorization', 'x-api-key', 'tracestate']

/** The event as the record keeps it: as the handler saw it, but without what would let a reader of logs sign in. */
function recordedEvent(event: HttpEvent, body: Uint8Array): RecordedPayload {
  const headers = withoutSecrets(event.headers)
  const cookies = event.cookies?.map((cookie) => `${cookie.split('=')[0]}=[redacted]`)
  const text = isText(headers['content-type']) ? 'utf8' : 'base64'
  // Of a large body no more than the record can hold is worth turning into text.
  const part = body.subarray(0, LIMITS.recordedPayloadBytes)
  const whole = {
    ...event,
    headers,
    ...(cookies && { cookies }),
    ...(body.length > 0 && { body: Buffer.from(part).toString(text) }),
    isBase64Encoded: body.length > 0 && text === 'base64',
  }
  const recorded = recordedText(JSON.stringify(whole))
  const left = body.length - part.length
  return left > 0 ? { ...recorded, bytes: recorded.bytes + left, truncated: true } : recorded
}

function withoutSecrets(headers: Record<string, string>): Record<string, string> {
  const kept = { ...headers }
  for (const name of SECRET_HEADERS) if (name in kept) kept[name] = '[redacted]'
  return kept
}

const isText = (type = ''): boolean =>
  /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded)|[^;]*\+(json|xml))/i.test(type)
