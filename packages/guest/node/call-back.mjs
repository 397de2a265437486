import { writesStream } from './streaming.mjs'

const POLL_MS = 20
/** What keeps the event loop busy while no call runs. */
let idle = -1

/**
 * Whether a handler may answer through its third argument, or through `done`, `succeed` and `fail` of its second one.
 * AWS gives them to every handler. One that returns nothing and can see neither has answered with nothing.
 * @param {Function} handler
 */
export function mayCallBack(handler) {
  if (writesStream(handler)) return false
  if (handler.length >= 2) return true
  const source = Function.prototype.toString.call(handler)
  // Rest parameters and `arguments`, parameters with defaults, and bound functions.
  return /\.\.\.|\barguments\b|\[native code\]/.test(source) || /^[^{]*,[^{]*,/.test(source)
}

/**
 * Calls a handler that answers through its return value, a callback or its context. Like on AWS, one that returns nothing
 * and leaves nothing to wait for has answered with nothing.
 * @param {Function} handler
 * @param {unknown} event
 * @param {any} context
 */
export function callBack(handler, event, context) {
  if (idle < 0) idle = process.getActiveResourcesInfo().length
  return new Promise((resolve, reject) => {
    let answered = false
    const callback = (/** @type {unknown} */ error, /** @type {unknown} */ value) => {
      answered = true
      if (error === null || error === undefined) resolve(value)
      else reject(typeof error === 'string' ? new Error(error) : error)
    }
    context.done = callback
    context.succeed = (/** @type {unknown} */ value) => callback(null, value)
    // A failure without a reason is a failure all the same.
    context.fail = (/** @type {unknown} */ error) => callback(error ?? new Error('The function called context.fail()'))
    const returned = handler(event, context, callback)
    if (typeof returned?.then === 'function') returned.then(resolve, reject)
    // Two parameters cannot see the callback.
    else if (handler.length === 2 ? returned !== undefined : isAnswer(returned)) resolve(returned)
    else poll()

    function poll() {
      if (answered) return
      if (process.getActiveResourcesInfo().length <= idle) setImmediate(resolve, returned)
      else setTimeout(poll, POLL_MS).unref()
    }
  })
}

/**
 * An arrow function may return what its last call returned, such as a timer, and answer later.
 * @param {unknown} value
 */
function isAnswer(value) {
  if (typeof value !== 'object' || value === null) return value !== undefined
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null
}
