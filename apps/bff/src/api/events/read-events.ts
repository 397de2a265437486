import { AlcoveError, EVENT_LIMITS, type CloudEvent } from '@alcove/contract'
import { validationFailed } from '../../errors.ts'
import { checkedEvents } from '../../wire/check-events.ts'
import { parseJson } from '../../wire/json.ts'

const STRUCTURED = 'application/cloudevents+json'
const BATCH = 'application/cloudevents-batch+json'
const PREFIX = 'ce-'
const JSON_TYPE = /^[^/]+\/([^;]*\+)?json\s*(;|$)/i
const TEXT_TYPE = /^text\//i

/**
 * The events of a request, in any of the three modes of the HTTP binding of CloudEvents 1.0: structured, batch, or binary,
 * where headers hold the attributes and the body is the data. JSON without such headers is read as structured or batch.
 * @throws {AlcoveError} ValidationFailed with each field that is wrong, MalformedJson, UnsupportedMediaType
 */
export function readEvents(headers: Headers, body: Uint8Array): CloudEvent[] {
  const type = headers.get('content-type')?.split(';', 1)[0]!.trim().toLowerCase() ?? ''
  switch (type) {
    case STRUCTURED:
      return checkedEvents([parseJson(body)])
    case BATCH:
      return readBatch(body)
    default:
      if (type.startsWith('application/cloudevents')) {
        throw new AlcoveError('UnsupportedMediaType', `Send ${STRUCTURED} or ${BATCH}: the content type was "${type}"`)
      }
      return isPlainJson(type, headers) ? readJson(body) : checkedEvents([binaryEvent(headers, body)], PREFIX)
  }
}

/** Without any attribute in a header, JSON in the body holds the events. */
function isPlainJson(type: string, headers: Headers): boolean {
  return type === 'application/json' && ![...headers.keys()].some((name) => name.startsWith(PREFIX))
}

function readJson(body: Uint8Array): CloudEvent[] {
  const given = parseJson(body)
  return Array.isArray(given) ? batchOf(given) : checkedEvents([given])
}

function readBatch(body: Uint8Array): CloudEvent[] {
  return batchOf(parseJson(body))
}

function batchOf(given: unknown): CloudEvent[] {
  if (!Array.isArray(given)) throw validationFailed([{ path: '', message: 'A batch must be a list of events' }])
  if (given.length > EVENT_LIMITS.batch) {
    throw validationFailed([{ path: '', message: `A batch may have at most ${EVENT_LIMITS.batch} events` }])
  }
  return checkedEvents(given)
}

function binaryEvent(headers: Headers, body: Uint8Array): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  for (const [name, value] of headers) {
    if (name.startsWith(PREFIX)) attributes[name.slice(PREFIX.length)] = decoded(name, value)
  }
  // Their own headers: these have no prefix.
  for (const name of ['data', 'data_base64', 'datacontenttype']) delete attributes[name]
  const type = headers.get('content-type')
  return { ...attributes, ...(type !== null && { datacontenttype: type }), ...dataOf(type, body) }
}

/** Values are percent-encoded (HTTP binding 1.0.2, section 3.1.3.2). */
function decoded(name: string, value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    throw validationFailed([{ path: name, message: 'Must be percent-encoded UTF-8' }])
  }
}

function dataOf(type: string | null, body: Uint8Array): { data?: unknown; data_base64?: string } {
  if (body.length === 0) return {}
  if (type !== null && JSON_TYPE.test(type)) return { data: parseJson(body) }
  if (type !== null && TEXT_TYPE.test(type)) {
    try {
      return { data: new TextDecoder('utf-8', { fatal: true }).decode(body) }
    } catch {
      throw validationFailed([{ path: 'data', message: 'The body is not UTF-8 text' }])
    }
  }
  return { data_base64: Buffer.from(body).toString('base64') }
}
