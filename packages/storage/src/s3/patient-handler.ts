import { NodeHttpHandler } from '@smithy/node-http-handler'
import * as http from 'node:http'
import * as https from 'node:https'
import type { Socket } from 'node:net'

/** A request fails when the service says nothing for so long. */
const SILENCE_MS = 60_000
const CONNECT_MS = 5_000

/**
 * Sends requests to the service that stores this installation's data. There is no limit of connections: each answer
 * holds one until its reader is done, so the slowest readers would take them all. A silent service fails a request; a
 * reader that takes its time does not.
 */
export class PatientHandler extends NodeHttpHandler {
  /** Answers whose bodies are being read. */
  readonly #bodies = new WeakMap<Socket, http.IncomingMessage>()

  constructor(silenceMs = SILENCE_MS) {
    const watched = <A extends http.Agent>(agent: A): A => {
      const connect = agent.createConnection.bind(agent)
      agent.createConnection = (options, done) => this.#watch(connect(options, done) as Socket, silenceMs)
      return agent
    }
    super({
      connectionTimeout: CONNECT_MS,
      httpAgent: watched(new http.Agent({ keepAlive: true, timeout: silenceMs })),
      httpsAgent: watched(new https.Agent({ keepAlive: true, timeout: silenceMs })),
    })
  }

  override async handle(...request: Parameters<NodeHttpHandler['handle']>) {
    const answer = await super.handle(...request)
    const body = answer.response.body as http.IncomingMessage
    const { socket } = body
    this.#bodies.set(socket, body)
    body.once('close', () => this.#bodies.delete(socket))
    return answer
  }

  #watch(socket: Socket, silenceMs: number): Socket {
    return socket.on('timeout', () => {
      // Bytes that are here wait for the reader: nothing more is asked of the service.
      const isRead = (this.#bodies.get(socket)?.readableLength ?? 0) > 0
      if (isRead) socket.setTimeout(silenceMs)
      else socket.destroy(new Error(`The S3 service was silent for ${silenceMs / 1000} seconds`))
    })
  }
}
