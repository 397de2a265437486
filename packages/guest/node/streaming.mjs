import { isUtf8 } from 'node:buffer'
import { PassThrough } from 'node:stream'
import { types } from 'node:util'
import { plainError } from './errors.mjs'

/** Marks handlers that write their response to a stream. */
const STREAMED = Symbol('streamed')
/** Status, headers and cookies of a response stream. */
const METADATA = Symbol('metadata')

/**
 * The global of AWS Lambda's response streaming.
 * https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
 */
export function offerStreaming() {
  /** @type {any} */ globalThis.awslambda = {
    streamifyResponse: (/** @type {any} */ handler) => Object.assign(handler, { [STREAMED]: true }),
    HttpResponseStream: {
      from: (/** @type {any} */ stream, /** @type {unknown} */ metadata) =>
        Object.assign(stream, { [METADATA]: metadata }),
    },
  }
}

/** @param {any} handler */
export function writesStream(handler) {
  return handler[STREAMED] === true
}

/**
 * Runs such a handler.
 * @param {Function} handler
 * @param {unknown} event
 * @param {unknown} context
 * @returns {Promise<object>} a response whose body is the stream, once its first bytes are there
 */
export async function runStreamed(handler, event, context) {
  const stream = /** @type {any} */ (new PassThrough())
  let type = 'application/octet-stream'
  stream.setContentType = (/** @type {string} */ given) => (type = given)
  await new Promise((resolve, reject) => {
    stream.once('readable', resolve).on('error', reject)
    // A failure after the first bytes ends the response early.
    const fail = (/** @type {unknown} */ error) =>
      stream.destroy(types.isNativeError(error) ? error : Object.assign(new Error(), plainError(error)))
    Promise.resolve(handler(event, stream, context)).catch(fail)
  })
  const { statusCode = 200, headers = {}, cookies = [] } = stream[METADATA] ?? {}
  const typed = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  return { statusCode, headers: typed ? headers : { ...headers, 'content-type': type }, cookies, body: stream }
}

/**
 * The same for a caller that gets the response as a value.
 * @param {any} response
 */
export async function collected({ body, ...head }) {
  const chunks = []
  for await (const chunk of body) chunks.push(chunk)
  const bytes = Buffer.concat(chunks)
  const plain = isUtf8(bytes)
  return { ...head, body: bytes.toString(plain ? 'utf8' : 'base64'), isBase64Encoded: !plain }
}
