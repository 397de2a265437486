import { DATA, encodeFrame, encodeHeadAndBody, END, HEAD, MAX_PAYLOAD, RESULT } from './frames.mjs'

export class ResponseTooLarge extends Error {
  name = 'ResponseTooLarge'
}

/** @typedef {ReturnType<typeof import('./channel.mjs').openChannel>} Channel */

/**
 * Sends answers: in one frame where they fit, else in pieces no faster than the other side takes them.
 * @param {Channel} channel
 * @param {() => number} limit bytes a whole response may have
 */
export function responder(channel, limit) {
  /** @param {number} bytes */
  function check(bytes) {
    if (bytes > limit()) throw new ResponseTooLarge(`The response is larger than ${limit()} bytes`)
  }

  /**
   * @param {number} call
   * @param {string} head JSON
   * @param {string | Uint8Array} body
   */
  async function whole(call, head, body) {
    const size = typeof body === 'string' ? Buffer.byteLength(body) : body.length
    check(size)
    if (size <= MAX_PAYLOAD) {
      channel.send(encodeHeadAndBody(RESULT, call, head, body))
      return
    }
    channel.send(encodeFrame(HEAD, call, Buffer.from(head)))
    await chunk(call, typeof body === 'string' ? Buffer.from(body) : body)
    channel.send(encodeFrame(END, call, Buffer.alloc(0)))
  }

  /**
   * @param {number} call
   * @param {Uint8Array} bytes
   */
  async function chunk(call, bytes) {
    for (let at = 0; at < bytes.length; at += MAX_PAYLOAD) {
      channel.send(encodeFrame(DATA, call, bytes.subarray(at, at + MAX_PAYLOAD)))
      await channel.drained()
    }
  }

  /**
   * @param {number} call
   * @param {string} head JSON
   * @param {AsyncIterator<unknown>} source
   */
  async function stream(call, head, source) {
    const first = await source.next()
    if (first.done) return whole(call, head, '')
    let bytes = toBytes(first.value)
    // Most bodies are one chunk with the end right behind it: those travel in one frame as if they were no stream.
    const second = source.next()
    const end = await Promise.race([second, soon()])
    if (end !== null && end.done) return whole(call, head, bytes)

    channel.send(encodeFrame(HEAD, call, Buffer.from(head)))
    let sent = 0
    let next = second
    for (;;) {
      sent += bytes.length
      check(sent)
      await chunk(call, bytes)
      const step = await next
      if (step.done) break
      bytes = toBytes(step.value)
      next = source.next()
    }
    channel.send(encodeFrame(END, call, Buffer.alloc(0)))
  }

  return { whole, stream }
}

/** @returns {Promise<null>} after the promises that are about to settle have settled */
function soon() {
  return new Promise((resolve) => setImmediate(resolve, null))
}

/** @param {unknown} value */
function toBytes(value) {
  if (typeof value === 'string') return Buffer.from(value)
  if (value instanceof Uint8Array) return value
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  throw new TypeError(`A response body must be made of strings and bytes: got ${typeof value}`)
}
