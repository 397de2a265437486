import type { IncomingMessage } from 'node:http'

/** How much of a refused body is still read, so that the client gets to read the answer. */
const LINGER = { bytes: 64 * 1024 * 1024, ms: 5_000 }

/**
 * Resolves when the client has sent the rest of its body, or enough of it. Closing at once would reset the connection.
 */
export function drained(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    let size = 0
    const timer = setTimeout(resolve, LINGER.ms)
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > LINGER.bytes) resolve()
    })
    request.once('close', resolve)
    request.once('end', resolve)
    request.once('close', () => clearTimeout(timer))
    request.resume()
  })
}
