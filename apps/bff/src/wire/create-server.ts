import { AlcoveError, PROBLEMS } from '@alcove/contract'
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { PROBLEM_TYPE, problemOf } from '../errors.ts'
import { checkRequest, MAX_HEADERS, versionNotSupported } from './check-request.ts'
import { sendProblem } from './send-problem.ts'

/** Times in milliseconds. */
export interface ServerSettings {
  /** Until the headers of a request are in. */
  headersTimeout: number
  /** Until all of its body is. How fast a body must come meanwhile is `PACE`. */
  requestTimeout: number
  /** Between two requests of a connection. */
  keepAliveTimeout: number
  /** How often the two above are looked after: this much later they may take effect. */
  connectionsCheckingInterval: number
  /** More are closed as they come. */
  maxConnections: number
  /** All headers of a request together, in bytes. */
  maxHeaderSize: number
  /** Requests without a body come as streams that have ended, and cost none of a stream's events. */
  optimizeEmptyRequests: boolean
}

const SETTINGS: ServerSettings = {
  headersTimeout: 15_000,
  requestTimeout: 120_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  maxConnections: 10_000,
  maxHeaderSize: 16 * 1024,
  optimizeEmptyRequests: false,
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void

/** An HTTP/1.1 server that hands on only requests that are well formed, and answers the others with a problem document. */
export function createHttpServer(listener: Listener, settings: Partial<ServerSettings> = {}): Server {
  const options = { ...SETTINGS, ...settings }
  const checked: Listener = (request, response) => {
    try {
      checkRequest(request)
    } catch (error) {
      const { problem, headers } = problemOf(error, randomUUID())
      response.shouldKeepAlive = false
      void sendProblem(request, response, problem, headers)
      return
    }
    listener(request, response)
  }
  const server = createServer(options, checked)
    // Left to Node, the body of a request that is refused would be asked for first.
    .on('checkContinue', checked)
    .on('connect', (_request: IncomingMessage, socket: Duplex) => {
      // Nobody listens to its errors any more, and an error that nobody listens to ends the process.
      socket.on('error', () => {})
      end(socket, new AlcoveError('NotImplemented', 'This is no proxy: CONNECT is not answered here'))
    })
    .on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
      // Part of an answer may be out already: another one after it would be taken for the rest of it.
      const { _httpMessage: answer } = socket as { _httpMessage?: ServerResponse }
      if (error.code === 'ECONNRESET' || !socket.writable || answer?.headersSent) return void socket.destroy()
      end(socket, refusalOf(error.code))
    })
  server.maxConnections = options.maxConnections
  // Node drops those beyond: with one more than is allowed it shows that there were more.
  server.maxHeadersCount = MAX_HEADERS + 1
  return server
}

/** What Node's parser would not read, or waited for in vain. */
function refusalOf(code = ''): AlcoveError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new AlcoveError('RequestTimeout', 'The request did not arrive in time')
    case 'HPE_HEADER_OVERFLOW':
      return new AlcoveError('HeadersTooLarge', 'The headers are too large')
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new AlcoveError('PayloadTooLarge', 'The chunks of the body have too long extensions')
    case 'HPE_INVALID_VERSION':
    case 'HPE_PAUSED_H2_UPGRADE':
      return versionNotSupported()
    default:
      return new AlcoveError('ValidationFailed', `This is no HTTP request (${code})`)
  }
}

/** Answers where there is a socket and no response. */
function end(socket: Duplex, error: AlcoveError): void {
  const body = JSON.stringify(problemOf(error, randomUUID()).problem)
  const { status, title } = PROBLEMS[error.code]
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    `Content-Type: ${PROBLEM_TYPE}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
