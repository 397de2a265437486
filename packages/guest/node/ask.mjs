/** Requests to the platform. Each is an operation with an input, and either side may send a body. */
import {
  ASK_HEADER_BYTES,
  BEGIN,
  BODY,
  BODY_END,
  encodeAsk,
  GRANT,
  MAX_PAYLOAD,
  MIN_CHUNK_COST,
  STOP,
  WINDOW_BYTES,
} from './frames.mjs'

const stringify = JSON.stringify
const parse = JSON.parse
const NOTHING = Buffer.alloc(0)

/** @typedef {{ send: (frame: Buffer) => unknown, drained: () => Promise<void> | undefined }} Channel */
/** @typedef {AsyncIterable<Uint8Array> | Iterable<Uint8Array>} Chunks */

/** The platform refused a request, or could not do it. `code` is that of a problem document of the API. */
export class AlcoveError extends Error {
  name = 'AlcoveError'

  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message)
    this.code = code
  }
}

/** @type {Channel | null} */
let channel = null
/** @type {() => number} */
let currentCall = () => 0
/** @type {Map<number, Request>} */
const open = new Map()
let lastRequest = 0

/**
 * @param {Channel} given
 * @param {() => number} current id of the call that the running code belongs to
 */
export function connectRequests(given, current) {
  channel = given
  currentCall = current
}

/**
 * @param {string} operation
 * @param {object} input
 * @param {Chunks | null} [body]
 * @returns {Promise<{ value: any, body: AnswerBody | null }>}
 */
export function ask(operation, input, body = null) {
  const call = currentCall()
  if (channel === null || call === 0) {
    throw new Error('This works only while a call runs, and the code does not belong to one')
  }
  return new Promise((resolve, reject) => {
    const request = new Request(call, ++lastRequest, resolve, reject)
    open.set(request.id, request)
    request.send(BEGIN, Buffer.from(stringify({ operation, input, ...(body !== null && { body: true }) })))
    if (body !== null) void request.sendBody(body)
  })
}

class Request {
  /** Bytes of the body that may be sent now. */
  #credit = WINDOW_BYTES
  /** @type {(() => void) | null} */
  #wake = null
  /** @type {AnswerBody | null} */
  #answer = null
  #over = false

  /**
   * @param {number} call
   * @param {number} id
   * @param {(answer: { value: any, body: AnswerBody | null }) => void} resolve
   * @param {(error: unknown) => void} reject
   */
  constructor(call, id, resolve, reject) {
    this.call = call
    this.id = id
    this.resolve = resolve
    this.reject = reject
  }

  /**
   * @param {number} part
   * @param {Uint8Array} content
   */
  send(part, content) {
    ;/** @type {Channel} */ (channel).send(encodeAsk(this.call, this.id, part, content))
  }

  /** @param {Chunks} body */
  async sendBody(body) {
    try {
      for await (const chunk of body) {
        for (let at = 0; at < chunk.length; at += MAX_PAYLOAD) {
          const part = chunk.subarray(at, at + MAX_PAYLOAD)
          await this.#take(Math.max(part.length, MIN_CHUNK_COST))
          if (this.#over) return
          this.send(BODY, part)
          await /** @type {Channel} */ (channel).drained()
        }
        if (this.#over) return
      }
      if (!this.#over) this.send(BODY_END, NOTHING)
    } catch (error) {
      this.stop()
      this.reject(error)
    }
  }

  /** The answer is not wanted. */
  stop() {
    if (this.#over) return
    this.send(STOP, NOTHING)
    this.close()
  }

  close() {
    this.#over = true
    open.delete(this.id)
    this.#wake?.()
  }

  /**
   * @param {number} part
   * @param {Buffer} content
   */
  on(part, content) {
    if (part === GRANT) {
      this.#credit += content.readUInt32LE(0)
      this.#wake?.()
    } else if (part === BEGIN) {
      this.#begin(parse(content.toString('utf8')))
    } else if (part === BODY) {
      this.#answer?.push(content)
    } else if (part === BODY_END) {
      this.close()
      this.#answer?.end(null)
    } else if (part === STOP) {
      const { code, message } = parse(content.toString('utf8'))
      this.close()
      this.#answer?.end(new AlcoveError(code, message))
    }
  }

  /** @param {any} head */
  #begin(head) {
    if (head.ok && head.body) {
      this.#answer = new AnswerBody(this)
      return this.resolve({ value: head.value, body: this.#answer })
    }
    this.close()
    if (head.ok) this.resolve({ value: head.value, body: null })
    else this.reject(new AlcoveError(head.code, head.message))
  }

  /** @param {number} cost */
  async #take(cost) {
    while (cost > this.#credit && !this.#over) await new Promise((resolve) => (this.#wake = () => resolve(null)))
    this.#credit -= cost
  }
}

/** The body of an answer. The platform sends it as fast as it is read. */
export class AnswerBody {
  /** @type {Uint8Array[]} */
  #chunks = []
  #ended = false
  /** @type {Error | null} */
  #error = null
  /** @type {(() => void) | null} */
  #wake = null
  #read = 0
  #request

  /** @param {Request} request */
  constructor(request) {
    this.#request = request
  }

  /** @param {Uint8Array} bytes */
  push(bytes) {
    this.#chunks.push(new Uint8Array(bytes))
    this.#wake?.()
  }

  /** @param {Error | null} error */
  end(error) {
    this.#ended = true
    this.#error = error
    this.#wake?.()
  }

  /** @returns {Promise<Uint8Array | null>} the next chunk; null after the last one */
  async next() {
    for (;;) {
      const chunk = this.#chunks.shift()
      if (chunk !== undefined) {
        this.#grant(Math.max(chunk.length, MIN_CHUNK_COST))
        return chunk
      }
      if (this.#error !== null) throw this.#error
      if (this.#ended) return null
      await new Promise((resolve) => (this.#wake = () => resolve(null)))
    }
  }

  cancel() {
    this.#chunks = []
    this.#request.stop()
    this.end(null)
  }

  /** @param {number} cost */
  #grant(cost) {
    this.#read += cost
    if (this.#read < WINDOW_BYTES / 2 || this.#ended) return
    const content = Buffer.allocUnsafe(4)
    content.writeUInt32LE(this.#read)
    this.#read = 0
    this.#request.send(GRANT, content)
  }
}

/** @param {Buffer} payload */
export function onAnswer(payload) {
  open.get(payload.readUInt32LE(0))?.on(payload[4], payload.subarray(ASK_HEADER_BYTES))
}

/**
 * Called when a call has ended: nobody waits for its answers any more.
 * @param {number} call
 */
export function forgetRequests(call) {
  if (open.size === 0) return
  for (const request of open.values()) if (request.call === call) request.close()
}
