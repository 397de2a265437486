import { isUtf8 } from 'node:buffer'
import { payloadOne, type CallInput, type HttpEvent, type PayloadFormat } from '@alcove/contract'

/** An HTTP request as a function gets it, and the part of it that its record may show. */
export interface HttpInput extends Extract<CallInput, { kind: 'http' }> {
  /** The event as JSON, without anything that would let a reader of logs sign in or join the call's lineage. */
  shown: string
  /** The request says that the body is text, or says nothing, and it is UTF-8. */
  textual: boolean
}

export const REDACTED = '[redacted]'
export const CREDENTIALS = ['authorization', 'x-api-key']
/**
 * No text inside JSON can look like it: its quotes would be escaped. Headers come before anything else of this name.
 */
const TRACESTATE = `"tracestate":"${REDACTED}"`

/**
 * Encodes an event. `tracestate` is signed, and therefore only for the function. It is put into the JSON afterwards:
 * most events hold no other secret and are encoded once instead of twice.
 */
export function httpInputOf(
  event: HttpEvent,
  tracestate: string,
  body: Uint8Array,
  format: PayloadFormat = '2.0',
): HttpInput {
  event.headers['tracestate'] = REDACTED
  const jsonOf = (one: HttpEvent) => JSON.stringify(format === '1.0' ? payloadOne(one) : one)
  const json = jsonOf(event)
  const at = json.indexOf(TRACESTATE)
  const signed = `"tracestate":${JSON.stringify(tracestate)}`
  return {
    kind: 'http',
    event: json.slice(0, at) + signed + json.slice(at + TRACESTATE.length),
    body,
    shown: holdsCredentials(event) ? jsonOf(withoutCredentials(event)) : json,
    textual: isText(event.headers, body),
  }
}

function holdsCredentials({ headers, cookies }: HttpEvent): boolean {
  return cookies !== undefined || CREDENTIALS.some((name) => name in headers)
}

function withoutCredentials(event: HttpEvent): HttpEvent {
  const headers = { ...event.headers }
  for (const name of CREDENTIALS) if (name in headers) headers[name] = REDACTED
  const cookies = event.cookies?.map((cookie) => `${cookie.split('=')[0]}=${REDACTED}`)
  return { ...event, headers, ...(cookies && { cookies }) }
}

const TEXT =
  /^(text\/|application\/(.*\+)?(json|xml)\b|application\/(javascript|x-www-form-urlencoded|graphql)\b|image\/svg)/i

/** Whether the handler gets the body as text. The same rule as withBody() of the guests. */
function isText(headers: HttpEvent['headers'], body: Uint8Array): boolean {
  const { 'content-encoding': encoding = 'identity', 'content-type': type = '' } = headers
  return encoding === 'identity' && (type === '' || TEXT.test(type)) && isUtf8(body)
}
