import { AlcoveError } from '@alcove/contract'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import type { Hold } from './byte-budget.ts'

/** The slowest allowed pace of a body: in each window at least this many bytes must arrive, or the request ends. */
export interface Pace {
  windowMs: number
  bytes: number
  /** A body that is kept in memory must be complete after this time. */
  totalMs: number
}

export const PACE: Pace = { windowMs: 10_000, bytes: 10_000, totalMs: 600_000 }

/** What readBody needs of a request. */
export interface Incoming {
  headers: IncomingHttpHeaders
  /** Not read when the headers announce no body. */
  stream: Readable
  /** Asks the client to send the body (`Expect: 100-continue`). */
  askForIt?: () => void
  pace: Pace
}

export function incomingOf(request: IncomingMessage, response: ServerResponse, pace: Pace): Incoming {
  const { headers, httpVersion } = request
  // A client of HTTP/1.0 would take 100 for the answer (RFC 9110, 10.1.1).
  const asked = httpVersion !== '1.0' && headers.expect?.toLowerCase() === '100-continue'
  return { headers, stream: request, pace, ...(asked && { askForIt: () => response.writeContinue() }) }
}

const EMPTY = new Uint8Array() as Buffer<ArrayBuffer>
/** A body of unknown length starts with a buffer of this size, which doubles when it is full. */
const FIRST_ROOM = 16 * 1024

export function announcesBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** @throws {AlcoveError} PayloadTooLarge when the headers announce too much. */
export function refuseTooLarge(headers: IncomingHttpHeaders, limit: number): void {
  if (Number(headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
}

/**
 * Reads a body and counts the bytes that really arrive. They are taken from `hold` before they are read, and the hold
 * releases them. Returns at once when there is no body.
 *
 * @throws {AlcoveError} PayloadTooLarge past `limit` bytes; TooManyRequests or Unavailable when too many bytes are in
 * flight; RequestTimeout when the body comes too slowly; Cancelled when the client disconnects.
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
      // Most bodies arrive in one chunk: no copy needed.
      room = chunk
    } else {
      const needed = size + chunk.length
      if (needed > limit) throw tooLarge(limit)
      if (needed > room.length) {
        // Allocate the whole buffer at once, or double it: an array of one-byte chunks would cost a hundred bytes each.
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
 * Reads and discards a body that no handler wants, so that it is still refused when it is too large.
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

/** Passes every chunk to `take`. Stops reading when `take` throws. */
function consume({ stream, askForIt, pace }: Incoming, take: (chunk: Buffer<ArrayBuffer>) => void): Promise<void> {
  if (stream.destroyed) return Promise.reject(gone())
  // Ask only now: a client that asks first need not send a body that would be refused.
  askForIt?.()
  return new Promise((resolve, reject) => {
    let inWindow = 0
    const endsAt = performance.now() + pace.totalMs
    const clock = setInterval(() => {
      if (inWindow < pace.bytes) stop(tooSlow(pace))
      else if (performance.now() >= endsAt) stop(tooLong(pace))
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
    // Keep a listener for errors: a later one without a listener would end the process.
    stream.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone)
  })
}

export const tooLarge = (limit: number) =>
  new AlcoveError('PayloadTooLarge', `The body is larger than the limit of ${limit} bytes`)

export const gone = () => new AlcoveError('Cancelled', 'The client disconnected')

const tooLong = ({ totalMs }: Pace) =>
  new AlcoveError('RequestTimeout', `Send the whole body within ${totalMs / 1000} seconds`)

export const tooSlow = ({ bytes, windowMs }: Pace) =>
  new AlcoveError('RequestTimeout', `Send the body faster: at least ${bytes} bytes in every ${windowMs / 1000} seconds`)
