import { AlcoveError, PROBLEMS } from '@alcove/contract'
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { PROBLEM_TYPE, problemOf } from '../errors.ts'
import { checkRequest, MAX_HEADERS, versionNotSupported } from './check-request.ts'
import { sendProblem } from './send-problem.ts'

/** Times in milliseconds. */
export interface ServerSettings {
  /** Until all headers of a request have arrived. */
  headersTimeout: number
  /** Until the whole body has arrived. `PACE` also limits how slowly it may come. */
  requestTimeout: number
  /** Between two requests on a connection. */
  keepAliveTimeout: number
  /** How often Node checks the two limits above, and so how late they may take effect. */
  connectionsCheckingInterval: number
  /** Further connections are closed at once. */
  maxConnections: number
  /** The most bytes of all headers of a request together. */
  maxHeaderSize: number
  /** Requests without a body become streams that have already ended, which saves their events. */
  optimizeEmptyRequests: boolean
  /** Requests for another protocol that are passed on as such. Others are answered as if they had not asked. */
  shouldUpgradeCallback?: (request: IncomingMessage) => boolean
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

/** An HTTP/1.1 server that passes on only well-formed requests and answers others with a problem document. */
export function createHttpServer(listener: Listener, settings: Partial<ServerSettings> = {}): Server {
  const options = { ...SETTINGS, ...settings }
  const refused = new WeakSet<ServerResponse>()
  const checked: Listener = (request, response) => {
    try {
      checkRequest(request)
    } catch (error) {
      const { problem, headers } = problemOf(error, randomUUID())
      response.shouldKeepAlive = false
      refused.add(response)
      void sendProblem(request, response, problem, headers)
      return
    }
    listener(request, response)
  }
  // A missing Host header is answered here, with a problem document.
  const server = createServer({ ...options, requireHostHeader: false }, checked)
    // By default Node would ask for the body of a request that is going to be refused.
    .on('checkContinue', checked)
    // Expectations that are unknown may be ignored (RFC 9110, 10.1.1); Node's own 417 has no problem document.
    .on('checkExpectation', checked)
    .on('connect', (_request: IncomingMessage, socket: Duplex) => {
      // Node has removed its own listener, and an "error" event without a listener ends the process.
      socket.on('error', () => {})
      end(socket, new AlcoveError('NotImplemented', 'This is not a proxy: CONNECT is not supported'))
    })
    .on('clientError', (error: ParserError, socket: Socket) => {
      // Part of an answer may already be out: the client would take a second answer for the rest of it.
      const { _httpMessage: answer } = socket as { _httpMessage?: ServerResponse }
      // Headers may be refused while the parser still looks at the body: let that answer out.
      if (answer && refused.has(answer)) return socket.destroySoon()
      if (error.code === 'ECONNRESET' || !socket.writable || answer?.headersSent) return void socket.destroy()
      end(socket, refusalOf(error))
    })
  server.maxConnections = options.maxConnections
  // Node drops headers beyond this count. One more than allowed shows that there were too many.
  server.maxHeadersCount = MAX_HEADERS + 1
  return server
}

type ParserError = NodeJS.ErrnoException & { rawPacket?: Buffer }

/** A token and a space: the beginning of a request (RFC 9112, 3.1). */
const METHOD = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S/

const notImplemented = () => new AlcoveError('NotImplemented', 'This server does not know the method')

/** Requests that Node's parser could not read, or that never arrived completely. */
function refusalOf({ code = '', rawPacket }: ParserError): AlcoveError {
  switch (code) {
    case 'HPE_INVALID_METHOD':
      // A method that is not known here, or not HTTP at all, such as the beginning of a TLS connection.
      if (rawPacket && METHOD.test(rawPacket.toString('latin1', 0, 100))) return notImplemented()
      break
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new AlcoveError('RequestTimeout', 'The request did not arrive in time')
    case 'HPE_HEADER_OVERFLOW':
      return new AlcoveError('HeadersTooLarge', 'The headers are too large')
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new AlcoveError('PayloadTooLarge', 'The chunk extensions of the body are too long')
    case 'HPE_INVALID_VERSION':
    case 'HPE_PAUSED_H2_UPGRADE':
      return versionNotSupported()
  }
  return new AlcoveError('ValidationFailed', `This is not a valid HTTP request (${code})`)
}

/** Answers on a socket that has no response object. */
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
