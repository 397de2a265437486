/** Requests that a function makes with fetch, undici or node:http become spans and carry the trace on. */
import { subscribe } from 'node:diagnostics_channel'
import { callNow, Span } from './spans.mjs'

/** Spans of requests without an answer. @type {WeakMap<object, Span>} */
const open = new WeakMap()
const HEADER = 'traceparent'
/** Where an SDK exports to: its requests are none of the function's. */
let ownHost = ''

/** @param {string} host */
export function leaveOut(host) {
  ownHost = host
}

export function traceOutgoing() {
  // https://nodejs.org/docs/latest-v24.x/api/diagnostics_channel.html, and undici's DiagnosticsChannel.md
  subscribe('undici:request:create', guarded(onFetch))
  subscribe(
    'undici:request:headers',
    guarded(({ request, response }) => answered(request, response.statusCode)),
  )
  subscribe(
    'undici:request:error',
    guarded(({ request, error }) => failed(request, error)),
  )
  subscribe('http.client.request.created', guarded(onRequest))
  subscribe(
    'http.client.response.finish',
    guarded(({ request, response }) => answered(request, response.statusCode)),
  )
  subscribe(
    'http.client.request.error',
    guarded(({ request, error }) => failed(request, error)),
  )
}

/**
 * A subscriber that throws would end the process with an uncaught exception.
 * @param {(message: any) => void} run
 * @returns {(message: unknown) => void}
 */
function guarded(run) {
  return (message) => {
    try {
      run(message)
    } catch {
      // The request goes on without its span.
    }
  }
}

/** @param {{ request: { method: string, origin: string | URL, path: string, headers: unknown, addHeader(name: string, value: string): void } }} message */
function onFetch({ request }) {
  const span = begin(request, request.method, new URL(request.path, request.origin))
  if (span !== undefined && !hasHeader(request.headers)) request.addHeader(HEADER, span.traceparent)
}

/** @param {{ request: import('node:http').ClientRequest }} message */
function onRequest({ request }) {
  const host = String(request.getHeader('host') ?? request.host)
  const span = begin(request, request.method, new URL(request.path, `${request.protocol}//${host}`))
  if (span !== undefined && !request.headersSent && !request.hasHeader(HEADER)) {
    request.setHeader(HEADER, span.traceparent)
  }
}

/**
 * @param {object} request
 * @param {string} method
 * @param {URL} url
 */
function begin(request, method, url) {
  const call = callNow()
  if (call === undefined || url.host === ownHost) return undefined
  const span = new Span(call, `${method} ${url.host}`, 'client')
  span.set('http.request.method', method)
  span.set('server.address', url.host)
  // Without the query, where keys and personal data are.
  span.set('url.path', url.pathname)
  open.set(request, span)
  return span
}

/**
 * @param {object} request
 * @param {number} status
 */
function answered(request, status) {
  const span = open.get(request)
  span?.set('http.response.status_code', status)
  if (span !== undefined && status >= 400) span.fail(`${status}`)
  span?.end()
}

/**
 * @param {object} request
 * @param {unknown} error
 */
function failed(request, error) {
  const span = open.get(request)
  span?.fail(error)
  span?.end()
}

/**
 * undici keeps headers as a text, or as names and values in turn.
 * @param {unknown} headers
 */
function hasHeader(headers) {
  if (typeof headers === 'string') return /^traceparent:/im.test(headers)
  return Array.isArray(headers) && headers.some((each, at) => at % 2 === 0 && String(each).toLowerCase() === HEADER)
}
