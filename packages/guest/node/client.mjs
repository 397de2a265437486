/** The module `import { alcove } from 'alcove'`: what a function can ask of the platform. */
import { ask, connectRequests, forgetRequests } from './ask.mjs'
import { Bucket } from './bucket.mjs'
import { encodeHeadAndBody, INVOKE, MAX_PAYLOAD } from './frames.mjs'

const stringify = JSON.stringify
const parse = JSON.parse
/** The whole event must fit into one frame. */
const MAX_EVENT_BYTES = 3 * MAX_PAYLOAD

/** @typedef {{ call: number, resolve: (value: unknown) => void, reject: (error: Error) => void }} Asked */

/** @type {{ send: (frame: Buffer) => unknown } | null} */
let channel = null
/** @type {() => number} */
let currentCall = () => 0
/** @type {Map<number, Asked>} */
const asked = new Map()
let lastRequest = 0

/** The other function failed or was not reached. `code` says how, as in a problem document of the API. */
export class InvokeError extends Error {
  /**
   * @param {{ name: string, message: string, stack?: string }} given what the other function threw, or why it was not called
   * @param {string} code
   * @param {string | null} invocationId
   */
  constructor(given, code, invocationId) {
    super(given.message, given.stack === undefined ? undefined : { cause: remote(given) })
    this.name = given.name
    this.code = code
    this.invocationId = invocationId
  }
}

export const alcove = Object.freeze({
  /**
   * Calls another function of the same space and waits for what it returns. With `async`, waits only until the call is
   * accepted as a task, and returns its id and state.
   * @param {string} name
   * @param {unknown} [event]
   * @param {{ qualifier?: string, async?: boolean, idempotencyKey?: string, delaySeconds?: number }} [options]
   *   `qualifier`: an alias or a version; left out: the draft
   * @returns {Promise<any>}
   */
  async invoke(name, event = {}, options = {}) {
    if (typeof name !== 'string' || name === '') throw new TypeError('alcove.invoke needs the name of a function')
    const call = currentCall()
    if (channel === null || call === 0) {
      throw new Error('alcove.invoke works only while a call runs, and this code does not belong to one')
    }
    const text = stringify(event) ?? 'null'
    const size = Buffer.byteLength(text)
    if (size > MAX_EVENT_BYTES) {
      throw new RangeError(`An event for another function may have ${MAX_EVENT_BYTES} bytes: this one has ${size}`)
    }
    const request = ++lastRequest
    const head = {
      request,
      function: name,
      ...(options.qualifier === undefined ? {} : { qualifier: String(options.qualifier) }),
      ...taskOptions(options),
    }
    channel.send(encodeHeadAndBody(INVOKE, call, stringify(head), text))
    return new Promise((resolve, reject) => asked.set(request, { call, resolve, reject }))
  },

  /**
   * A bucket of the same space.
   * @param {string} name
   */
  bucket(name) {
    return new Bucket(name)
  },

  /**
   * Publishes an event of the space, or several; triggers of the type `event` start functions with those that match.
   * @param {object | object[]} events CloudEvents; what is left out of `specversion`, `id`, `source` and `time` is filled in
   * @returns {Promise<{ id: string, source: string, eventId: string | null, duplicate: boolean }[]>} when they are stored
   */
  async publish(events) {
    const list = Array.isArray(events) ? events : [events]
    const { value } = await ask('events.publish', {}, [Buffer.from(stringify(list))])
    return value.events
  },
})

/** @param {{ async?: boolean, idempotencyKey?: string, delaySeconds?: number }} options */
function taskOptions({ async, idempotencyKey, delaySeconds }) {
  if (idempotencyKey !== undefined && typeof idempotencyKey !== 'string') {
    throw new TypeError('idempotencyKey must be text')
  }
  if (delaySeconds !== undefined && !Number.isInteger(delaySeconds)) {
    throw new TypeError('delaySeconds must be a whole number')
  }
  if (async === true) return { async, idempotencyKey, delaySeconds }
  if (idempotencyKey === undefined && delaySeconds === undefined) return {}
  throw new TypeError('idempotencyKey and delaySeconds are for asynchronous calls: add async: true')
}

export { AlcoveError } from './ask.mjs'

/**
 * @param {import('./ask.mjs').Channel} given
 * @param {() => number} current id of the call that the running code belongs to
 */
export function connect(given, current) {
  channel = given
  currentCall = current
  connectRequests(given, current)
}

/** @param {Buffer} payload */
export function answered(payload) {
  const headEnd = 4 + payload.readUInt32LE(0)
  const head = parse(payload.toString('utf8', 4, headEnd))
  const waiting = asked.get(head.request)
  if (waiting === undefined) return
  asked.delete(head.request)
  if (!head.ok) return waiting.reject(new InvokeError(head.error, head.code, head.invocationId))
  const text = payload.toString('utf8', headEnd)
  waiting.resolve(text === '' ? undefined : parse(text))
}

/**
 * Called when a call has ended: nobody waits for its answers any more.
 * @param {number} call
 */
export function forget(call) {
  forgetRequests(call)
  if (asked.size === 0) return
  for (const [request, waiting] of asked) if (waiting.call === call) asked.delete(request)
}

/** @param {{ name: string, message: string, stack?: string }} given */
function remote(given) {
  const error = new Error(given.message)
  error.name = given.name
  error.stack = given.stack
  return error
}
