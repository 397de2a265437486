import { structuredResponse, withBody } from '../node/http.mjs'

class InvalidResponse extends Error {
  name = 'InvalidResponse'
}

/**
 * What the bootstrap is given: JSON text, as the caller wrote it where there was a caller who did.
 * @param {any} meta
 * @param {Buffer} body
 */
export function toEvent(meta, body) {
  if (meta.kind === 'http') return Buffer.from(JSON.stringify(withBody(meta.event, body)))
  return body.length === 0 ? Buffer.from('null') : body
}

/**
 * @param {any} meta
 * @param {Buffer} body what the bootstrap answered
 * @returns {{ head: string, body: string | Uint8Array }}
 */
export function toAnswer(meta, body) {
  const value = parse(body)
  if (meta.kind !== 'http') return { head: '{}', body: body.length === 0 ? 'null' : body }
  const answer = structuredResponse(value)
  return { head: JSON.stringify(answer.head), body: /** @type {string | Uint8Array} */ (answer.body) }
}

/** @param {Buffer} body */
function parse(body) {
  if (body.length === 0) return null
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new InvalidResponse('The bootstrap answered something that is not JSON')
  }
}
