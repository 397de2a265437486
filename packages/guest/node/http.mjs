import { isUtf8 } from 'node:buffer'
import { types } from 'node:util'

const TEXT =
  /^(text\/|application\/(.*\+)?(json|xml)\b|application\/(javascript|x-www-form-urlencoded|graphql)\b|image\/svg)/i

/** RFC 9110, 5.1 and 5.5, and what the host accepts. */
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/
// oxlint-disable-next-line no-control-regex -- control characters are what must be refused
const HEADER_VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/
const MAX_HEADERS = 200

/** @typedef {{ statusCode: number, headers: [string, string][] }} Head */

/**
 * An HTTP call as an AWS payload 2.0 event. Text in UTF-8 stays text, anything else becomes base64, so that no byte is
 * lost.
 * @param {any} event
 * @param {Buffer} body
 */
export function withBody(event, body) {
  if (body.length === 0) return { ...event, isBase64Encoded: false }
  const encoding = event.headers?.['content-encoding']
  const type = event.headers?.['content-type'] ?? ''
  const plain = (encoding === undefined || encoding === 'identity') && (type === '' || TEXT.test(type)) && isUtf8(body)
  return { ...event, body: body.toString(plain ? 'utf8' : 'base64'), isBase64Encoded: !plain }
}

/** @param {unknown} event */
export function isHttpEvent(event) {
  return (
    typeof event === 'object' &&
    event !== null &&
    /** @type {any} */ (event).version === '2.0' &&
    typeof (/** @type {any} */ (event).requestContext?.http?.method) === 'string'
  )
}

/** @param {any} event a payload 2.0 event with its body in it */
export function bodyOf(event) {
  if (typeof event.body !== 'string') return Buffer.alloc(0)
  return Buffer.from(event.body, event.isBase64Encoded === true ? 'base64' : 'utf8')
}

/**
 * @param {any} event
 * @param {Uint8Array} body
 * @param {import('./open-call.mjs').OpenCall} call
 * @returns {Request}
 */
export function toRequest(event, body, call) {
  const headers = new Headers()
  for (const [name, value] of Object.entries(event.headers ?? {})) headers.append(name, String(value))
  if (Array.isArray(event.cookies) && event.cookies.length > 0) headers.set('cookie', event.cookies.join('; '))
  const { method, path } = event.requestContext.http ?? { method: event.httpMethod, path: event.path }
  const protocol = headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http'
  const origin = originOf(protocol, headers.get('host') ?? event.requestContext.domainName)
  const query = queryOf(event)
  const bodyless = method === 'GET' || method === 'HEAD' || body.length === 0
  CallRequest ??= requestOfCall()
  return new CallRequest(
    `${origin}${event.rawPath ?? path ?? '/'}${query}`,
    { method, headers, ...(bodyless ? {} : { body }) },
    call,
  )
}

/**
 * HTTP/1.0 needs no Host, HTTP/1.1 allows an empty one, and not every host that HTTP allows can be part of a URL.
 * @param {string} protocol
 * @param {string | undefined} host
 */
function originOf(protocol, host) {
  const origin = `${protocol}://${host}`
  return host && URL.canParse(origin) ? origin : `${protocol}://localhost`
}

/** @param {any} event in payload format 1.0 or 2.0 */
function queryOf(event) {
  if (event.rawQueryString) return `?${event.rawQueryString}`
  const several = Object.entries(event.multiValueQueryStringParameters ?? {})
  if (several.length === 0) return ''
  return `?${new URLSearchParams(several.flatMap(([name, values]) => values.map((value) => [name, value])))}`
}

/** @type {ReturnType<typeof requestOfCall> | null} */
let CallRequest = null

/**
 * A Request whose signal is the call's. Passing a signal to the constructor costs 8 µs per call, and most handlers
 * never use it. The class is made on first use, because mentioning Request makes Node load its fetch.
 */
function requestOfCall() {
  return class extends Request {
    #call

    /**
     * @param {string} url
     * @param {RequestInit} init
     * @param {import('./open-call.mjs').OpenCall} call
     */
    constructor(url, init, call) {
      super(url, init)
      this.#call = call
    }

    get signal() {
      return this.#call.signal
    }

    clone() {
      const call = this.#call
      return Object.defineProperty(super.clone(), 'signal', { configurable: true, get: () => call.signal })
    }
  }
}

/** @param {Response} response */
export function headOf(response) {
  /** @type {[string, string][]} */
  const headers = []
  for (const [name, value] of response.headers) if (name !== 'set-cookie') headers.push([name, value])
  for (const cookie of response.headers.getSetCookie()) headers.push(['set-cookie', cookie])
  checkCount(headers)
  return { statusCode: statusOf(response.status), headers }
}

/** @param {unknown} value */
export function isResponse(value) {
  // Not instanceof: mentioning Response makes Node load its fetch, which takes as long as the rest of a start.
  return Object.prototype.toString.call(value) === '[object Response]'
}

/**
 * Interprets a handler's result by the rules of payload format 2.0. An object with a statusCode is a complete response,
 * any other value is the JSON body of a 200.
 * @param {any} value
 * @returns {{ head: Head, body: string | Uint8Array | AsyncIterable<unknown> | Iterable<unknown> }}
 */
export function structuredResponse(value) {
  if (value === null || typeof value !== 'object' || value.statusCode === undefined) {
    if (typeof value === 'string') return { head: jsonHead(), body: value }
    return { head: jsonHead(), body: value === undefined ? '' : toJson(value) }
  }
  const statusCode = statusOf(value.statusCode)
  const headers = headersOf(value)
  const { body } = value
  if (!headers.some(([name]) => name === 'content-type') && body !== undefined && body !== null && statusCode !== 204) {
    headers.push(['content-type', 'application/json'])
  }
  const head = { statusCode, headers }
  if (body === undefined || body === null) return { head, body: '' }
  if (typeof body === 'string')
    return { head, body: value.isBase64Encoded === true ? Buffer.from(body, 'base64') : body }
  if (types.isAnyArrayBuffer(body)) return { head, body: new Uint8Array(body) }
  if (ArrayBuffer.isView(body)) return { head, body: new Uint8Array(body.buffer, body.byteOffset, body.byteLength) }
  if (typeof body !== 'object' || Array.isArray(body)) return { head, body: toJson(body) }
  if (Symbol.asyncIterator in body || typeof body.next === 'function') return { head, body }
  if (typeof body.stream === 'function') return { head, body: body.stream() }
  return { head, body: body instanceof URLSearchParams ? String(body) : toJson(body) }
}

/**
 * Like API Gateway, a header in both lists has the values of both, each once.
 * @param {any} response
 */
function headersOf({ headers: single, multiValueHeaders: several, cookies }) {
  /** @type {[string, string][]} */
  const headers = []
  for (const [name, values] of entriesOf(several)) for (const one of listOf(values)) headers.push([name, one])
  const already = new Set(headers.map(String))
  for (const [name, values] of entriesOf(single)) {
    for (const one of listOf(values)) if (!already.has(`${name},${one}`)) headers.push([name, one])
  }
  for (const cookie of listOf(cookies)) headers.push(['set-cookie', cookie])
  for (const [name, text] of headers) checkHeader(name, text)
  checkCount(headers)
  return headers
}

/**
 * @param {any} headers an object, or what lists its entries: Headers, a Map, an array of pairs
 * @returns {[name: string, value: unknown][]}
 */
function entriesOf(headers) {
  const entries = headers?.[Symbol.iterator] === undefined ? Object.entries(headers ?? {}) : [...headers]
  return entries.map(([name, value]) => [String(name).toLowerCase(), value])
}

/**
 * @param {unknown} values one or several
 * @returns {string[]}
 */
function listOf(values) {
  const list = Array.isArray(values) ? values : [values]
  return list.filter((one) => one !== undefined && one !== null).map(String)
}

/** @param {unknown} given */
function statusOf(given) {
  const status = Number(given)
  if (Number.isInteger(status) && status >= 200 && status <= 599) return status
  throw new TypeError(`statusCode must be between 200 and 599: current value is ${String(given)}`)
}

/** @param {unknown[]} headers */
function checkCount({ length }) {
  if (length > MAX_HEADERS) throw new TypeError(`A response may have ${MAX_HEADERS} headers: this one has ${length}`)
}

/**
 * @param {string} name
 * @param {string} value
 */
function checkHeader(name, value) {
  if (!HEADER_NAME.test(name)) throw new TypeError(`The header name ${JSON.stringify(name)} is not valid`)
  if (!HEADER_VALUE.test(value))
    throw new TypeError(`The value of the header ${name} holds characters that are not allowed`)
}

/**
 * Converts a web Response into the result of an event call.
 * @param {Response} response
 */
export async function toStructured(response) {
  const { statusCode, headers } = headOf(response)
  const body = Buffer.from(await response.arrayBuffer())
  const plain = isUtf8(body)
  const cookies = response.headers.getSetCookie()
  return {
    statusCode,
    headers: Object.fromEntries(headers.filter(([name]) => name !== 'set-cookie')),
    ...(cookies.length > 0 ? { cookies } : {}),
    body: body.toString(plain ? 'utf8' : 'base64'),
    isBase64Encoded: !plain,
  }
}

/**
 * @param {unknown} value
 * @returns {string}
 */
export function toJson(value) {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch (error) {
    // JSON.stringify's own errors name a BigInt or a circle, but not what it was to write.
    if (!(error instanceof TypeError)) throw error
    throw new TypeError(`The returned value is not JSON: ${error.message}`, { cause: error })
  }
}

/** @returns {Head} */
function jsonHead() {
  return { statusCode: 200, headers: [['content-type', 'application/json']] }
}
