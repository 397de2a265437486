import { DebugRequest, type DebugNews } from '@alcove/contract'
import type { RawData, WebSocket } from 'ws'
import type { z } from 'zod'

/** When more bytes than this are in flight, messages of the function wait for the browser. */
const HIGH_WATER = 1024 * 1024
const PING_MS = 10_000

interface Listener {
  request(request: z.infer<typeof DebugRequest>): void
  /** The page was closed, or sent something that our page never sends. */
  closed(reason: string): void
}

export interface DebugSocket {
  /** Returns a promise when the browser reads too slowly. */
  send(news: DebugNews): void | Promise<void>
  close(): void
  /** Characters that were sent. */
  readonly sent: number
}

/** The socket of a debug session, with messages checked on arrival. */
export function socketOf(socket: WebSocket, listener: Listener): DebugSocket {
  let alive = true
  let sent = 0
  const ping = setInterval(() => {
    if (!alive) return socket.terminate()
    alive = false
    socket.ping()
    send({ type: 'alive' })
  }, PING_MS)
  socket.on('pong', () => (alive = true))
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    clearInterval(ping)
    listener.closed('Its page was closed')
  })
  socket.on('message', (data: RawData, binary: boolean) => {
    try {
      const request = binary ? null : DebugRequest.safeParse(JSON.parse((data as Buffer).toString('utf8')))
      if (request?.success) return listener.request(request.data)
    } catch {
      // Not JSON, or not a command of a session.
    }
    listener.closed('The debugger sent something that is no request')
  })
  function send(news: DebugNews): void | Promise<void> {
    if (socket.readyState !== socket.OPEN) return
    const text = JSON.stringify(news)
    sent += text.length
    if (socket.bufferedAmount < HIGH_WATER) return socket.send(text)
    return new Promise((resolve) => socket.send(text, () => resolve()))
  }
  return {
    send,
    close: () => socket.close(),
    get sent() {
      return sent
    },
  }
}
