import type { Socket } from 'node:net'

const LOOK_MS = 20

export interface SocketLimits {
  /** The connection is cut soon after the other side has sent more than this in all. */
  mostBytes: number
  /** How long nothing may come or go. */
  idleMs: number
  /** How long the connection may last. */
  mostMs: number
}

/**
 * Ends a connection to a server that is not ours when it sends too much or takes too long. Client libraries keep what
 * they get in memory, and their timeouts end with the first byte of an answer that never does.
 */
export function guardSocket<S extends Socket>(socket: S, { mostBytes, idleMs, mostMs }: SocketLimits): S {
  const until = performance.now() + mostMs
  const timer = setInterval(() => {
    if (socket.bytesRead > mostBytes) socket.destroy(new Error(`it sent more than ${mostBytes} bytes`))
    else if (performance.now() > until) socket.destroy(new Error(`it took longer than ${mostMs / 1000} seconds`))
  }, LOOK_MS)
  timer.unref()
  socket.setTimeout(idleMs, () => socket.destroy(new Error(`it was silent for ${idleMs / 1000} seconds`)))
  socket.once('close', () => clearInterval(timer))
  // A client library that has ended its connection listens no longer, while a hanging server keeps the socket open.
  socket.on('error', () => {})
  return socket
}
