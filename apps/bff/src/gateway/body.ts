import { AlcoveError } from '@alcove/contract'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** How much of a body that is refused is still read, so that the client gets to see the refusal. */
const LINGER = { bytes: 64 * 1024 * 1024, ms: 5_000 }

const EMPTY = new Uint8Array()

/**
 * Reads a request's body and counts what really arrives. Answers at once when there is none.
 * @throws {AlcoveError} PayloadTooLarge past `limit` bytes; Cancelled when the client goes away meanwhile.
 */
export function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
): Uint8Array | Promise<Uint8Array> {
  const length = request.headers['content-length']
  if (length === undefined && request.headers['transfer-encoding'] === undefined) return EMPTY
  if (Number(length ?? 0) > limit) throw tooLarge(limit)
  // Only now: a client that asks first need not send what would be refused.
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue()

  const chunks: Buffer[] = []
  let size = 0
  return new Promise((resolve, reject) => {
    const gone = () => reject(new AlcoveError('Cancelled', 'The client went away'))
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limit) return void chunks.push(chunk)
      request.removeAllListeners('data').pause()
      reject(tooLarge(limit))
    })
    request.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    request.once('error', gone)
    request.once('close', gone)
  })
}

/** Resolves when the client has sent the rest of its body, or enough of it: closing at once would reset its connection. */
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

const tooLarge = (limit: number) => new AlcoveError('PayloadTooLarge', `The body may have at most ${limit} bytes`)
