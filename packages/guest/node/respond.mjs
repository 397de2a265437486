import { types } from 'node:util'
import { DATA, encodeFrame, encodeHeadAndBody, END, HEAD, MAX_PAYLOAD, RESULT } from './frames.mjs'

export class ResponseTooLarge extends Error {
  name = 'ResponseTooLarge'
}

/** Thrown to end a call that nobody waits for. */
export class CallOver extends Error {
  name = 'AbortError'
  message = 'The call was cancelled'
}

/** @typedef {ReturnType<typeof import('./channel.mjs').openChannel>} Channel */
/** @typedef {import('./open-call.mjs').OpenCall} OpenCall */
/**
 * @typedef {object} Source the chunks of a body
 * @property {() => Promise<{ done?: boolean, value?: any }>} next
 * @property {() => unknown} stop the rest is not needed
 */

/**
 * Sends responses: in one frame if they fit, otherwise in chunks as fast as the host grants them.
 * @param {Channel} channel
 * @param {() => number} limit bytes a whole response may have
 */
export function responder(channel, limit) {
  /** @param {number} bytes */
  function check(bytes) {
    if (bytes > limit()) throw new ResponseTooLarge(`The response is larger than ${limit()} bytes`)
  }

  /**
   * @param {OpenCall} call
   * @param {string} head JSON
   * @param {string | Uint8Array} body
   */
  async function whole(call, head, body) {
    if (call.over) throw new CallOver()
    const size = typeof body === 'string' ? Buffer.byteLength(body) : body.length
    check(size)
    if (size <= MAX_PAYLOAD) {
      channel.send(encodeHeadAndBody(RESULT, call.id, head, body))
      return
    }
    channel.send(encodeFrame(HEAD, call.id, Buffer.from(head)))
    await chunk(call, typeof body === 'string' ? Buffer.from(body) : body)
    channel.send(encodeFrame(END, call.id, Buffer.alloc(0)))
  }

  /**
   * @param {OpenCall} call
   * @param {Uint8Array} bytes
   */
  async function chunk(call, bytes) {
    for (let at = 0; at < bytes.length; at += MAX_PAYLOAD) {
      const part = bytes.subarray(at, at + MAX_PAYLOAD)
      await call.take(part.length)
      if (call.over) throw new CallOver()
      channel.send(encodeFrame(DATA, call.id, part))
      await channel.drained()
    }
  }

  /**
   * @param {OpenCall} call
   * @param {string} head JSON
   * @param {Source} source
   * @param {() => unknown} beforeEnd runs before the last frame, which ends the call
   */
  async function stream(call, head, source, beforeEnd) {
    /** @type {Promise<unknown> | null} */
    let stopped = null
    const stop = async () => source.stop()
    call.stop = () => {
      stopped ??= stop().catch(() => {})
    }
    if (call.over) call.stop()
    try {
      await pieces(call, head, source, beforeEnd)
    } catch (error) {
      call.stop()
      if (!call.over) throw error
      // The function's cleanup is still part of the call.
      await stopped
      throw new CallOver()
    }
  }

  /**
   * @param {OpenCall} call
   * @param {string} head JSON
   * @param {Source} source
   * @param {() => unknown} beforeEnd
   */
  async function pieces(call, head, source, beforeEnd) {
    const first = await source.next()
    if (first.done) {
      await beforeEnd()
      return whole(call, head, '')
    }
    let bytes = toBytes(first.value)
    // Most bodies are one chunk followed by the end. Send those in one frame, as if not streamed.
    const second = source.next()
    // Awaited only after the first chunk is sent, and it may fail before that.
    second.catch(() => {})
    const end = await Promise.race([second, soon()])
    if (end !== null && end.done) {
      await beforeEnd()
      return whole(call, head, bytes)
    }

    if (call.over) throw new CallOver()
    channel.send(encodeFrame(HEAD, call.id, Buffer.from(head)))
    let sent = 0
    let next = second
    for (;;) {
      sent += bytes.length
      check(sent)
      await chunk(call, bytes)
      const step = await next
      if (call.over) throw new CallOver()
      if (step.done) break
      bytes = toBytes(step.value)
      next = source.next()
      next.catch(() => {})
    }
    await beforeEnd()
    channel.send(encodeFrame(END, call.id, Buffer.alloc(0)))
  }

  return { whole, stream }
}

/**
 * Wraps a web stream. A reader can be cancelled while a chunk is awaited; an iterator cannot.
 * @param {ReadableStream} body
 * @returns {Source}
 */
export function streamSource(body) {
  const reader = body.getReader()
  return { next: () => reader.read(), stop: () => reader.cancel() }
}

/**
 * Wraps any iterable of chunks. Stopping runs a generator's `finally` and destroys a Node.js stream.
 * @param {any} body
 * @returns {Source}
 */
export function iterableSource(body) {
  const iterator = body[Symbol.asyncIterator]?.() ?? body
  return {
    next: async () => iterator.next(),
    stop: () => (typeof body.destroy === 'function' ? body.destroy() : iterator.return?.()),
  }
}

/** @returns {Promise<null>} after the promises that are about to settle have settled */
function soon() {
  return new Promise((resolve) => setImmediate(resolve, null))
}

/** @param {unknown} value */
function toBytes(value) {
  if (typeof value === 'string') return Buffer.from(value)
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
  if (types.isAnyArrayBuffer(value)) return new Uint8Array(value)
  throw new TypeError(`A response body must be made of strings and bytes: got ${typeof value}`)
}
