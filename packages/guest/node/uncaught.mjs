/**
 * Lets a debugger see which errors leave a handler. V8 takes an error that the guest catches for caught, so under a
 * debugger nothing here catches them: they surface as uncaught, and are brought back to their call from there.
 */

/** Rejects the call whose handler runs its synchronous part. @type {((error: unknown) => void) | null} */
let running = null
/** @type {WeakMap<Promise<unknown>, (error: unknown) => void>} */
const rejections = new WeakMap()
const soon = setImmediate

/**
 * @template {any[]} Args
 * @param {(...args: Args) => any} handler
 * @returns {(...args: Args) => Promise<any>}
 */
export function exposed(handler) {
  return (...args) =>
    new Promise((resolve, reject) => {
      soon(() => {
        running = reject
        const value = handler(...args)
        running = null
        if (typeof value?.then !== 'function') return resolve(value)
        rejections.set(
          value.then((/** @type {unknown} */ settled) => resolve(settled)),
          reject,
        )
      })
    })
}

/**
 * @param {unknown} error
 * @returns {boolean} whether the error belongs to a call
 */
export function caughtOf(error) {
  const reject = running
  running = null
  reject?.(error)
  return reject !== null
}

/**
 * @param {unknown} reason
 * @param {Promise<unknown>} promise
 * @returns {boolean} whether the rejection belongs to a call
 */
export function rejectionOf(reason, promise) {
  const reject = rejections.get(promise)
  reject?.(reason)
  return reject !== undefined
}
