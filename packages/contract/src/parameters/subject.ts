import { isSchema } from './schema.ts'

/** Methods whose requests have a body by what they mean (RFC 9110, section 9.3). */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH'])

/** What parameters describe: the event, or the JSON body of a request. */
export type Subject = { of: 'event'; value: unknown } | { of: 'body'; text: string } | { of: 'nothing' }

/** An event in the payload format 2.0 or 1.0 counts as a request, also when a test or another function made it. */
export function subjectOf(event: unknown): Subject {
  const method = isSchema(event) ? methodOf(event) : undefined
  if (method === undefined) return { of: 'event', value: event }
  const { body, isBase64Encoded } = event as { body?: unknown; isBase64Encoded?: unknown }
  const text = typeof body === 'string' ? (isBase64Encoded === true ? decoded(body) : body) : ''
  return text === '' && !expectsBody(method) ? { of: 'nothing' } : { of: 'body', text }
}

export const expectsBody = (method: string): boolean => WITH_BODY.has(method.toUpperCase())

function methodOf(event: Record<string, unknown>): string | undefined {
  const context = event['requestContext']
  if (!isSchema(context)) return undefined
  const method = isSchema(context['http']) ? context['http']['method'] : event['httpMethod']
  return typeof method === 'string' ? method : undefined
}

function decoded(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)))
  } catch {
    return base64
  }
}
