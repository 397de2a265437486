import { once } from 'node:events'
import { createServer } from 'node:http'

const BASE = '/2018-06-01/runtime'
const INVOCATION = new RegExp(`^${BASE}/invocation/([^/]+)/(response|error)$`)
const MAX_ERROR_BYTES = 256 * 1024

/** @typedef {{ name: string, message: string, stack?: string, code?: string }} PlainError */
/**
 * @typedef {object} Host
 * @property {() => void} ready the bootstrap asks for its first invocation
 * @property {(error: PlainError) => void} initFailed
 * @property {(body: Buffer, headers: import('node:http').IncomingHttpHeaders) => void} answered
 * @property {(error: PlainError) => void} failed
 */

/**
 * The Runtime API: offers one invocation at a time to the bootstrap, which settles it by its id.
 * @param {Host} host
 */
export function runtimeApi(host) {
  /** The invocation that has been handed out and not been settled. @type {string | null} */
  let running = null
  /** One that nobody has asked for yet. @type {{ meta: any, event: Buffer } | null} */
  let offered = null
  /** Who waits for the next one. @type {import('node:http').ServerResponse | null} */
  let waiting = null
  let asked = false
  let limit = 0

  const server = createServer((request, response) => {
    void handle(request, response).catch(() => response.destroy())
  })
  // No timeouts: a connection waits while there are no calls and while the instance is frozen.
  Object.assign(server, { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0, timeout: 0 })

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async function handle(request, response) {
    const path = request.url ?? ''
    if (path === `${BASE}/invocation/next` && request.method === 'GET') return next(response)
    if (path === `${BASE}/init/error` && request.method === 'POST') return initError(request, response)
    const [, id, outcome] = INVOCATION.exec(path) ?? []
    if (id === undefined || request.method !== 'POST') {
      request.resume()
      return refuse(response, 404, 'NotFound', `There is no ${request.method} ${path.slice(0, 200)} in the Runtime API`)
    }
    if (decoded(id) !== running) {
      request.resume()
      return refuse(response, 400, 'InvalidRequestID', 'That invocation is not running')
    }
    if (outcome === 'error') return invocationError(request, response)
    return invocationResponse(request, response)
  }

  /** @param {import('node:http').ServerResponse} response */
  function next(response) {
    if (running !== null) {
      running = null
      host.failed({
        name: 'NoResponse',
        message: 'The bootstrap asked for the next invocation without answering this one',
      })
    }
    // A new request on another connection replaces the one given up.
    waiting?.destroy()
    waiting = response
    response.once('close', () => {
      if (waiting === response) waiting = null
    })
    if (!asked) {
      asked = true
      host.ready()
    }
    hand()
  }

  function hand() {
    if (waiting === null || offered === null) return
    const { meta, event } = offered
    const { invocationId, space, function: name, qualifier, traceId } = meta.context
    const response = waiting
    waiting = offered = null
    running = invocationId
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': event.length,
      'lambda-runtime-aws-request-id': invocationId,
      'lambda-runtime-deadline-ms': String(Math.round(meta.deadlineMs)),
      'lambda-runtime-trace-id': `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Sampled=1`,
      'lambda-runtime-invoked-function-arn': `alcove:${space}:${name}:${qualifier}`,
    })
    response.end(event)
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async function invocationResponse(request, response) {
    const id = running
    const body = await read(request, limit)
    // Another request settled it meanwhile.
    if (running !== id) return refuse(response, 400, 'InvalidRequestID', 'That invocation is not running')
    running = null
    if (body === 'too large') {
      host.failed({
        name: 'ResponseTooLarge',
        message: `The response is larger than ${limit} bytes`,
        code: 'ResponseTooLarge',
      })
      return refuse(response, 413, 'RequestEntityTooLarge', `A response may have ${limit} bytes`)
    }
    if (body === 'cut short') {
      return host.failed({
        name: 'TruncatedResponse',
        message: 'The bootstrap closed the connection in the middle of its response',
      })
    }
    // Streaming clients report a failure in this trailer.
    const type = request.trailers['lambda-runtime-function-error-type']
    if (type === undefined) host.answered(body, request.headers)
    else
      host.failed({ name: String(type).slice(0, 200), message: 'The function failed while it streamed its response' })
    return accept(response)
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async function invocationError(request, response) {
    const id = running
    const error = await readError(request)
    if (running !== id) return refuse(response, 400, 'InvalidRequestID', 'That invocation is not running')
    running = null
    host.failed(error)
    return accept(response)
  }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async function initError(request, response) {
    const error = await readError(request)
    if (asked) return refuse(response, 403, 'InvalidStateTransition', 'The runtime is already initialised')
    asked = true
    accept(response)
    return host.initFailed(error)
  }

  return {
    /**
     * Answers the port on loopback.
     * @param {number} responseBytes
     * @returns {Promise<number>}
     */
    async listen(responseBytes) {
      limit = responseBytes
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      return /** @type {import('node:net').AddressInfo} */ (server.address()).port
    },
    /**
     * Offers an invocation to the bootstrap, now or when it asks for the next one.
     * @param {any} meta
     * @param {Buffer} event
     */
    offer(meta, event) {
      offered = { meta: { ...meta, deadlineMs: Date.now() + meta.remainingMs }, event }
      hand()
    },
  }
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {number} limit in bytes
 * @returns {Promise<Buffer | 'too large' | 'cut short'>}
 */
async function read(request, limit) {
  /** @type {Buffer[]} */
  const chunks = []
  let size = 0
  try {
    for await (const chunk of request) {
      size += chunk.length
      // Read the rest, so that the client reads our answer, but drop it.
      if (size > limit) chunks.length = 0
      else chunks.push(chunk)
    }
  } catch {
    return 'cut short'
  }
  return size > limit ? 'too large' : Buffer.concat(chunks)
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<PlainError>}
 */
async function readError(request) {
  const body = await read(request, MAX_ERROR_BYTES)
  const text = typeof body === 'string' ? '' : body.toString('utf8')
  const type = request.headers['lambda-runtime-function-error-type']
  const given = parsed(text)
  const name = String(given.errorType ?? type ?? 'Error').slice(0, 200)
  const message = String(given.errorMessage ?? text).slice(0, 16 * 1024)
  // Node's runtime client sends `trace`, others `stackTrace`.
  const trace = [given.stackTrace, given.trace].find(Array.isArray)?.map(String) ?? []
  if (trace.length === 0) return { name, message }
  const head = trace[0].startsWith(name) ? [] : [`${name}: ${message}`]
  return { name, message, stack: [...head, ...trace].join('\n').slice(0, 32 * 1024) }
}

/**
 * @param {string} text
 * @returns {any}
 */
function parsed(text) {
  try {
    return Object(JSON.parse(text.replace(/^\ufeff/, '')))
  } catch {
    return {}
  }
}

/** @param {string} id */
function decoded(id) {
  try {
    return decodeURIComponent(id)
  } catch {
    return ''
  }
}

/** @param {import('node:http').ServerResponse} response */
function accept(response) {
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}')
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} errorType
 * @param {string} errorMessage
 */
function refuse(response, status, errorType, errorMessage) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ errorType, errorMessage }))
}
