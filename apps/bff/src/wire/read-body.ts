import { AlcoveError } from '@alcove/contract'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { Hold } from './byte-budget.ts'

/** Of a body that is on its way: in each window at least so many bytes must come, or the request ends. */
export interface Pace {
  windowMs: number
  bytes: number
}

export const PACE: Pace = { windowMs: 10_000, bytes: 10_000 }

/** A request as far as its body goes. */
export interface Incoming {
  headers: IncomingHttpHeaders
  /** The bytes. Left alone when the headers announce none. */
  stream: Readable
  /** Asks a client for the body that waits to be asked (`Expect: 100-continue`). */
  askForIt?: () => void
  pace: Pace
}

export function incomingOf(request: IncomingMessage, response: ServerResponse, pace: Pace): Incoming {
  const { headers } = request
  const asked = headers.expect?.toLowerCase() === '100-continue'
  return { headers, stream: request, pace, ...(asked && { askForIt: () => response.writeContinue() }) }
}

const EMPTY = new Uint8Array() as Buffer<ArrayBuffer>
/** A body of unknown length starts with this much room, and doubles it when it runs out. */
const FIRST_ROOM = 16 * 1024

export function announcesBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** @throws {AlcoveError} PayloadTooLarge when the headers alone say so. */
export function refuseTooLarge(headers: IncomingHttpHeaders, limit: number): void {
  if (Number(headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
}

/**
 * Reads a body and counts what really arrives. Its bytes are taken from `hold` before they are read, and are the hold's
 * to give back. Answers at once when there is no body.
 *
 * @throws {AlcoveError} PayloadTooLarge past `limit` bytes; TooManyRequests or Unavailable when too many bytes are in
 * flight; RequestTimeout when it comes too slowly; Cancelled when the client goes away meanwhile.
 */
export function readBody(
  incoming: Incoming,
  limit: number,
  hold: Hold,
): Buffer<ArrayBuffer> | Promise<Buffer<ArrayBuffer>> {
  const { headers } = incoming
  if (!announcesBody(headers)) return EMPTY
  refuseTooLarge(headers, limit)
  const length = Number(headers['content-length'] ?? 0)
  hold.take(length)

  let room = EMPTY
  let size = 0
  const add = (chunk: Buffer<ArrayBuffer>) => {
    if (size === 0 && chunk.length === length) {
      // The usual body comes in one piece, and is one already.
      room = chunk
    } else {
      const needed = size + chunk.length
      if (needed > limit) throw tooLarge(limit)
      if (needed > room.length) {
        // All the room at once, or doubled: an array of pieces would cost a hundred bytes for each that holds one.
        const wanted = length > 0 ? length : Math.min(limit, Math.max(needed, room.length * 2, FIRST_ROOM))
        if (length === 0) hold.take(wanted - room.length)
        const more = Buffer.allocUnsafeSlow(wanted)
        more.set(room.subarray(0, size))
        room = more
      }
      room.set(chunk, size)
    }
    size += chunk.length
  }
  return consume(incoming, add).then(() => (size === room.length ? room : room.subarray(0, size)))
}

/**
 * Lets a body pass that nobody reads, so that it is refused like any other when it is too large. None of it is kept.
 * @throws {AlcoveError} PayloadTooLarge, RequestTimeout or Cancelled.
 */
export function skipBody(incoming: Incoming, limit: number): void | Promise<void> {
  if (!announcesBody(incoming.headers)) return
  refuseTooLarge(incoming.headers, limit)
  let size = 0
  return consume(incoming, (chunk) => {
    size += chunk.length
    if (size > limit) throw tooLarge(limit)
  })
}

/** Gives `take` every chunk; stops reading at the first that it throws at. */
function consume({ stream, askForIt, pace }: Incoming, take: (chunk: Buffer<ArrayBuffer>) => void): Promise<void> {
  if (stream.destroyed) return Promise.reject(gone())
  // Only now: a client that asks first need not send what would be refused.
  askForIt?.()
  return new Promise((resolve, reject) => {
    let inWindow = 0
    const clock = setInterval(() => {
      if (inWindow < pace.bytes) stop(tooSlow(pace))
      inWindow = 0
    }, pace.windowMs)
    const onData = (chunk: Buffer<ArrayBuffer>) => {
      inWindow += chunk.length
      try {
        take(chunk)
      } catch (error) {
        stop(error)
      }
    }
    const onEnd = () => {
      settle()
      resolve()
    }
    const onGone = () => stop(gone())
    const settle = () => {
      clearInterval(clock)
      stream.off('data', onData).off('end', onEnd).off('close', onGone)
    }
    const stop = (error: unknown) => {
      settle()
      stream.pause()
      reject(error as Error)
    }
    // Errors stay listened to: what goes wrong later must not end the process.
    stream.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone)
  })
}

const tooLarge = (limit: number) => new AlcoveError('PayloadTooLarge', `The body may have at most ${limit} bytes`)

const gone = () => new AlcoveError('Cancelled', 'The client went away')

const tooSlow = ({ bytes, windowMs }: Pace) =>
  new AlcoveError('RequestTimeout', `A body must come at ${bytes} bytes in ${windowMs / 1000} seconds or faster`)
