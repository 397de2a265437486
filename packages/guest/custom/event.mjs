import { structuredResponse, withBody } from '../node/http.mjs'

class InvalidResponse extends Error {
  name = 'InvalidResponse'
}

/**
 * The event for the bootstrap: JSON text, unchanged if the caller sent it.
 * @param {any} meta
 * @param {Buffer} body
 */
export function toEvent(meta, body) {
  if (meta.kind === 'http') return Buffer.from(JSON.stringify(withBody(meta.event, body)))
  return body.length === 0 ? Buffer.from('null') : body
}

/** Separates head and body when a client streams an HTTP response: JSON, these bytes, body. */
const END_OF_HEAD = Buffer.alloc(8)
const WITH_HEAD = 'application/vnd.awslambda.http-integration-response'

/**
 * @param {any} meta
 * @param {Buffer} body what the bootstrap answered
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @returns {{ head: string, body: string | Uint8Array }}
 */
export function toAnswer(meta, body, headers) {
  if (meta.kind === 'http' && headers['lambda-runtime-function-response-mode'] === 'streaming') {
    return streamed(body, headers['content-type'] ?? 'application/octet-stream')
  }
  const value = parse(body)
  if (meta.kind !== 'http') return { head: '{}', body: body.length === 0 ? 'null' : withoutMark(body) }
  const answer = structuredResponse(value)
  return { head: JSON.stringify(answer.head), body: /** @type {string | Uint8Array} */ (answer.body) }
}

/**
 * @param {Buffer} body
 * @param {string} type
 */
function streamed(body, type) {
  if (type !== WITH_HEAD) {
    return { head: headOf({ statusCode: 200, headers: { 'content-type': type }, body }), body }
  }
  const end = body.indexOf(END_OF_HEAD)
  if (end < 0) throw new InvalidResponse('The streamed response does not end its head with eight NUL bytes')
  const rest = body.subarray(end + END_OF_HEAD.length)
  return { head: headOf({ statusCode: 200, ...parse(body.subarray(0, end)), body: rest }), body: rest }
}

/** @param {object} response */
function headOf(response) {
  return JSON.stringify(structuredResponse(response).head)
}

const MARK = Buffer.from('\ufeff')

/**
 * Drops a byte order mark, which some JSON writers add and JSON.parse refuses (RFC 8259, 8.1).
 * @param {Buffer} text
 */
export function withoutMark(text) {
  return text.subarray(0, MARK.length).equals(MARK) ? text.subarray(MARK.length) : text
}

/** @param {Buffer} body */
function parse(body) {
  if (body.length === 0) return null
  try {
    return JSON.parse(withoutMark(body).toString('utf8'))
  } catch {
    throw new InvalidResponse('The bootstrap sent a response that is not JSON')
  }
}
