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
import { callBack } from './call-back.mjs'
import { collected, runStreamed, writesStream } from './streaming.mjs'
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
        : await callHandler(entry, withBody(meta.event, body), context)
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
    value = await callHandler(entry, event, context)
    if (writesStream(entry.call)) value = await collected(value)
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
 * @param {Extract<Entry, { kind: 'handler' }>} entry
 * @param {unknown} event
 * @param {any} context
 */
function callHandler(entry, event, context) {
  if (entry.callsBack) return callBack(entry.call, event, context)
  // Taken out first: called as a method, it would be `Object.handler [as call]` in stack traces.
  const { call: handler } = entry
  return writesStream(handler) ? runStreamed(handler, event, context) : handler(event, context)
}
