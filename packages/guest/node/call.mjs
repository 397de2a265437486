import {
  bodyOf,
  headOf,
  isHttpEvent,
  isResponse,
  structuredResponse,
  toJson,
  toRequest,
  toStructured,
  withBody,
} from './http.mjs'
import { iterableSource, streamSource } from './respond.mjs'

/** @typedef {import('./load.mjs').Entry} Entry */
/** @typedef {import('./open-call.mjs').OpenCall} OpenCall */
/** @typedef {ReturnType<typeof import('./respond.mjs').responder>} Responder */

const EMPTY_HEAD = '{}'

/**
 * Runs one call to its response. Whatever this throws is a failure of the function.
 * @param {Entry} entry
 * @param {any} meta what the host said about the call
 * @param {Buffer} body
 * @param {any} context
 * @param {Responder} respond
 * @param {OpenCall} call
 */
export async function runCall(entry, meta, body, context, respond, call) {
  if (meta.kind === 'http') {
    const value =
      entry.kind === 'fetch'
        ? await answer(entry, toRequest(meta.event, body, call), context)
        : await callHandler(entry.call, withBody(meta.event, body), context)
    if (isResponse(value)) {
      const response = /** @type {Response} */ (value)
      const head = JSON.stringify(headOf(response))
      if (response.body === null) return respond.whole(call, head, '')
      return respond.stream(call, head, streamSource(response.body))
    }
    const { head, body: out } = structuredResponse(value)
    const text = JSON.stringify(head)
    if (typeof out === 'string' || out instanceof Uint8Array) return respond.whole(call, text, out)
    return respond.stream(call, text, iterableSource(out))
  }

  const event = body.length === 0 ? null : JSON.parse(body.toString('utf8'))
  let value
  if (entry.kind === 'fetch') {
    if (!isHttpEvent(event)) {
      throw new TypeError(
        'This module answers HTTP requests: call it over HTTP, or with an event in payload format 2.0 (version, rawPath, requestContext.http.method)',
      )
    }
    value = await toStructured(await answer(entry, toRequest(event, bodyOf(event), call), context))
  } else {
    value = await callHandler(entry.call, event, context)
    if (isResponse(value)) value = await toStructured(/** @type {Response} */ (value))
  }
  return respond.whole(call, EMPTY_HEAD, toJson(value))
}

/**
 * @param {Extract<Entry, { kind: 'fetch' }>} entry
 * @param {Request} request
 * @param {any} context
 */
async function answer(entry, request, context) {
  const response = await entry.app.fetch(request, context)
  if (!isResponse(response)) throw new TypeError(`fetch must return a Response: it returned ${typeof response}`)
  return response
}

/**
 * Calls an async or a callback handler. A handler with three parameters may answer through the third.
 * @param {Function} handler
 * @param {unknown} event
 * @param {any} context
 */
function callHandler(handler, event, context) {
  if (handler.length < 3) return handler(event, context)
  return new Promise((resolve, reject) => {
    const callback = (/** @type {unknown} */ error, /** @type {unknown} */ value) => {
      if (error === null || error === undefined) resolve(value)
      else reject(typeof error === 'string' ? new Error(error) : error)
    }
    const returned = handler(event, context, callback)
    if (typeof returned?.then === 'function') returned.then(resolve, reject)
  })
}
