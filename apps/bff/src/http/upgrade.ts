import type { Hono } from 'hono'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Deps } from '../deps.ts'
import { checkRequest } from '../wire/check-request.ts'
import type { Env } from './request.ts'

/** Largest message of a client: an event for a function, and its envelope. */
const MAX_MESSAGE = 7 * 1024 * 1024

export const wantsSocket = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === 'websocket'

/**
 * Lets routes turn their request into a WebSocket. The request passes the same middleware as any other. A route that
 * refuses, or has no socket, answers as usual.
 */
export function serveSockets(server: Server, app: Hono<Env>, { log }: Deps): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE, perMessageDeflate: false })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Without a listener an error would end the process.
    socket.on('error', () => socket.destroy())
    let taken = false
    const upgrade = () =>
      new Promise<WebSocket>((resolve) => {
        taken = true
        sockets.handleUpgrade(request, socket, head, resolve)
      })
    answer(request, upgrade).then(
      async (response) => {
        if (!taken) await refuse(socket, response)
      },
      (error: unknown) => {
        log.error({ err: error }, 'A request for a socket failed')
        socket.destroy()
      },
    )
  })

  async function answer(request: IncomingMessage, upgrade: () => Promise<WebSocket>): Promise<Response> {
    checkRequest(request)
    const headers = new Headers()
    for (let at = 0; at < request.rawHeaders.length; at += 2) {
      headers.append(request.rawHeaders[at]!, request.rawHeaders[at + 1]!)
    }
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`)
    return app.fetch(new Request(url, { method: request.method ?? 'GET', headers }), { incoming: request, upgrade })
  }
}

async function refuse(socket: Duplex, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer())
  const headers = [...response.headers].filter(
    ([name]) => !/^(connection|content-length|transfer-encoding)$/.test(name),
  )
  const head = [
    `HTTP/1.1 ${response.status} ${response.statusText || 'Refused'}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${body.length}`,
    'Connection: close',
  ]
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]), () => socket.destroy())
}
