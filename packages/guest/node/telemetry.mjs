/**
 * Takes what an OpenTelemetry SDK of the function exports, over HTTP on loopback, and passes it on to the host with the
 * calls that run. https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
import { existsSync } from 'node:fs'
import { encodeFrame, TELEMETRY } from './frames.mjs'

/** Bytes of one request, inflated: the host takes frames of this size. */
const MOST_BYTES = 1024 * 1024 - 1024
const LOGS = 1
const JSON_TEXT = 2
/** How long the answer of a call may wait for the SDK. */
const FLUSH_MS = 1_000
const TRACE_API = Symbol.for('opentelemetry.js.api.1')
const LOGS_API = Symbol.for('io.opentelemetry.js.api.logs')

/**
 * Whether the code exports over OTLP without an endpoint of its own.
 * @param {string} taskFolder
 * @param {NodeJS.ProcessEnv} environment
 */
export function exportsTelemetry(taskFolder, environment) {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } = environment
  if (all !== undefined || traces !== undefined) return false
  return (
    environment.OTEL_TRACES_EXPORTER === 'otlp' ||
    environment.OTEL_LOGS_EXPORTER === 'otlp' ||
    existsSync(`${taskFolder}/node_modules/@opentelemetry/otlp-exporter-base`)
  )
}

/**
 * Serves an endpoint with a secret path: without containers, other processes can reach the port.
 * @param {(frame: Buffer) => unknown} send
 * @param {() => Iterable<number>} calls that run
 * @returns {Promise<{ host: string, url: string }>}
 */
export async function serveTelemetry(send, calls) {
  const [{ randomBytes }, { once }, { createServer }] = await Promise.all([
    import('node:crypto'),
    import('node:events'),
    import('node:http'),
  ])
  const secret = randomBytes(16).toString('hex')
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return { host: `127.0.0.1:${port}`, url: `http://127.0.0.1:${port}/${secret}` }

  /**
   * @param {import('node:http').IncomingMessage} request
   * @param {import('node:http').ServerResponse} response
   */
  async function answer(request, response) {
    const signal = request.url === `/${secret}/v1/traces` ? 0 : request.url === `/${secret}/v1/logs` ? LOGS : null
    if (signal === null || request.method !== 'POST') {
      request.resume()
      return refuse(response, 404, 'This endpoint takes POST /v1/traces and /v1/logs')
    }
    const type = String(request.headers['content-type']).split(';')[0].trim()
    const isJson = type === 'application/json'
    if (!isJson && type !== 'application/x-protobuf') {
      request.resume()
      return refuse(response, 415, 'Send application/x-protobuf or application/json')
    }
    const body = await read(request)
    if (typeof body === 'number') return refuse(response, body, REASONS[body])
    const payload = Buffer.concat([Buffer.from([signal | (isJson ? JSON_TEXT : 0)]), body])
    const running = [...calls()]
    if (running.length === 0) return refuse(response, 400, 'No call runs that this could belong to')
    // The host keeps what belongs to each.
    for (const call of running) send(encodeFrame(TELEMETRY, call, payload))
    response.writeHead(200, { 'content-type': type }).end(isJson ? '{}' : '')
  }
}

/** @type {Record<number, string>} */
const REASONS = {
  400: 'The body is not gzip',
  413: `A request may have ${MOST_BYTES} bytes: export fewer at a time`,
  415: 'Send the body gzipped or as it is',
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<Buffer | number>} the status where it cannot be taken
 */
async function read(request) {
  /** @type {Buffer[]} */
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= MOST_BYTES) chunks.push(chunk)
  }
  if (size > MOST_BYTES) return 413
  const body = Buffer.concat(chunks)
  const coding = request.headers['content-encoding'] ?? 'identity'
  if (coding === 'identity') return body
  if (coding !== 'gzip') return 415
  const { gunzipSync } = await import('node:zlib')
  try {
    return gunzipSync(body, { maxOutputLength: MOST_BYTES })
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ERR_BUFFER_TOO_LARGE' ? 413 : 400
  }
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {string} message
 */
function refuse(response, status, message) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }))
}

/** Has the SDK export what it holds, before the call ends: afterwards the instance may be frozen. */
export async function flushTelemetry() {
  const global = /** @type {Record<symbol, any>} */ (/** @type {unknown} */ (globalThis))
  const providers = [global[TRACE_API]?.trace, logsProvider(global[LOGS_API])]
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const late = new Promise((resolve) => (timer = setTimeout(resolve, FLUSH_MS)))
  await Promise.race([late, Promise.allSettled(providers.map(async (provider) => real(provider)?.forceFlush?.()))])
  clearTimeout(timer)
}

/** The API hands out proxies. @param {any} provider */
const real = (provider) => provider?.getDelegate?.() ?? provider?._getDelegate?.() ?? provider

/** @param {unknown} api a function of the API's version */
function logsProvider(api) {
  return typeof api === 'function' ? api(1) : undefined
}
