import { ask } from './ask.mjs'

/** @typedef {{ bytes: number, contentType: string, [name: string]: unknown }} Stored */
/** @typedef {string | Uint8Array | ArrayBuffer} Piece */

/** A bucket of the function's space. */
export class Bucket {
  /** @param {string} name */
  constructor(name) {
    if (typeof name !== 'string' || name === '') throw new TypeError('alcove.bucket needs the name of a bucket')
    this.name = name
  }

  /**
   * @param {string} key
   * @param {{ start?: number, end?: number }} [range] bytes, `end` included
   */
  async get(key, range = {}) {
    const { start, end } = range
    const { value, body } = await ask('bucket.get', { bucket: this.name, key, start, end })
    return new BucketObject(value, /** @type {import('./ask.mjs').AnswerBody} */ (body))
  }

  /** @param {string} key */
  async head(key) {
    const { value } = await ask('bucket.head', { bucket: this.name, key })
    return described(value)
  }

  /**
   * @param {string} key
   * @param {any} content a string, bytes, a Blob, a Response, or a stream or iterable of strings and bytes
   * @param {{ contentType?: string, metadata?: Record<string, string>, ifMatch?: string, ifNoneMatch?: '*' }} [options]
   */
  async put(key, content, options = {}) {
    const { contentType = typeOf(content), metadata, ifMatch, ifNoneMatch } = options
    const length = lengthOf(content)
    const input = { bucket: this.name, key, contentType, metadata, ifMatch, ifNoneMatch, length }
    const { value } = await ask('bucket.put', input, chunksOf(content))
    return described(value)
  }

  /** @param {{ prefix?: string, delimiter?: string, limit?: number, cursor?: string }} [options] */
  async list(options = {}) {
    const { prefix, delimiter, limit, cursor } = options
    const { value } = await ask('bucket.list', { bucket: this.name, prefix, delimiter, limit, cursor })
    return { ...value, items: value.items.map(described) }
  }

  /**
   * @param {string} key
   * @param {{ ifMatch?: string }} [options]
   */
  async delete(key, options = {}) {
    await ask('bucket.delete', { bucket: this.name, key, ifMatch: options.ifMatch })
  }
}

/** An object with its content, which can be read once. */
class BucketObject {
  #body
  #used = false

  /**
   * @param {Stored} stored
   * @param {import('./ask.mjs').AnswerBody} body
   */
  constructor(stored, body) {
    Object.assign(this, described(stored))
    this.#body = body
  }

  get bodyUsed() {
    return this.#used
  }

  /** @returns {ReadableStream<Uint8Array>} */
  stream() {
    const body = this.#take()
    return new ReadableStream(
      {
        async pull(controller) {
          const chunk = await body.next()
          if (chunk === null) controller.close()
          else controller.enqueue(chunk)
        },
        cancel: () => body.cancel(),
      },
      { highWaterMark: 0 },
    )
  }

  get body() {
    return this.stream()
  }

  async bytes() {
    const body = this.#take()
    const chunks = []
    for (let chunk = await body.next(); chunk !== null; chunk = await body.next()) chunks.push(chunk)
    if (chunks.length === 1) return chunks[0]
    const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const chunk of chunks) {
      all.set(chunk, at)
      at += chunk.length
    }
    return all
  }

  async text() {
    return new TextDecoder().decode(await this.bytes())
  }

  async json() {
    return JSON.parse(await this.text())
  }

  #take() {
    if (this.#used) throw new TypeError('The content of this object was read already: get it again')
    this.#used = true
    return this.#body
  }
}

/** @param {Stored} stored */
function described({ bytes, ...stored }) {
  return { ...stored, size: bytes }
}

/** @param {any} content */
function typeOf(content) {
  if (typeof content === 'string') return 'text/plain; charset=utf-8'
  if (content instanceof Blob && content.type !== '') return content.type
  return (content instanceof Response && content.headers.get('content-type')) || undefined
}

/** @param {any} content */
function lengthOf(content) {
  if (typeof content === 'string') return Buffer.byteLength(content)
  if (content instanceof Uint8Array || content instanceof ArrayBuffer) return content.byteLength
  return content instanceof Blob ? content.size : undefined
}

/**
 * @param {any} content
 * @returns {import('./ask.mjs').Chunks}
 */
function chunksOf(content) {
  if (typeof content === 'string' || content instanceof Uint8Array || content instanceof ArrayBuffer) {
    return [toBytes(content)]
  }
  if (content instanceof Blob) return /** @type {any} */ (content.stream())
  if (content instanceof Response) return /** @type {any} */ (content.body ?? [])
  const iterates = content?.[Symbol.asyncIterator] ?? content?.[Symbol.iterator]
  if (typeof iterates !== 'function') {
    throw new TypeError('An object is made of a string, bytes, a Blob, a Response, or a stream of strings and bytes')
  }
  return piecesOf(content)
}

/** @param {AsyncIterable<Piece> | Iterable<Piece>} content */
async function* piecesOf(content) {
  for await (const piece of content) yield toBytes(piece)
}

/** @param {Piece} piece */
function toBytes(piece) {
  if (typeof piece === 'string') return Buffer.from(piece)
  if (piece instanceof Uint8Array) return piece
  if (piece instanceof ArrayBuffer) return new Uint8Array(piece)
  throw new TypeError(`An object is made of strings and bytes: got ${typeof piece}`)
}
