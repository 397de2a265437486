/** Sets the breakpoints of logpoints in the main thread, which never pauses at them. */
import { Session } from 'node:inspector'
import { parentPort, workerData } from 'node:worker_threads'
import { lineFinder } from './line-finder.mjs'
import { processMs } from './process-ms.mjs'

const WATCH_MS = 200
const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort)
/** @type {ReturnType<typeof lineFinder> | null} */
let finder = null
const find = (/** @type {string} */ file, /** @type {number} */ line) => (finder ??= lineFinder(workerData))(file, line)

/** @typedef {import('./logpoints.mjs').Logpoint} Logpoint */

/** @type {Session | null} */
let session = null
/** Breakpoints by their place. @type {Map<string, { breakpointId: string, condition: string, until: number }>} */
const set = new Map()
let changing = Promise.resolve()
/** @type {NodeJS.Timeout | null} */
let watch = null

port.on('message', ({ points }) => {
  changing = changing
    .then(() => apply(points))
    .catch(() => {})
    .then(() => {
      port.postMessage({ set: true })
      if (set.size === 0) close()
    })
})

/** @param {Logpoint[]} points */
async function apply(points) {
  // V8 keeps one breakpoint at a place.
  const wanted = new Map()
  for (const point of points) {
    try {
      const place = find(point.file, point.line)
      const key = JSON.stringify(place)
      wanted.set(key, { place, points: [...(wanted.get(key)?.points ?? []), point] })
    } catch (error) {
      tell(point.id, error)
    }
  }
  for (const [key, { breakpointId, condition }] of set) {
    const next = wanted.get(key)
    if (next !== undefined && conditionOf(next.points) === condition) continue
    set.delete(key)
    await post('Debugger.removeBreakpoint', { breakpointId })
  }
  for (const [key, { place, points: here }] of wanted) {
    if (set.has(key)) continue
    const condition = conditionOf(here)
    try {
      await enable()
      const { breakpointId } = await post('Debugger.setBreakpointByUrl', { ...place, condition })
      const until = processMs() + Math.max(...here.map((/** @type {Logpoint} */ { ms }) => ms))
      set.set(key, { breakpointId, condition, until })
    } catch (error) {
      for (const { id } of here) tell(id, error)
    }
  }
}

/** @param {string} id @param {unknown} error */
const tell = (id, error) => port.postMessage({ id, problem: String(/** @type {Error} */ (error).message) })

/** V8 evaluates it where the line begins. @param {Logpoint[]} points */
const conditionOf = (points) => `(${points.map(expressionOf).join(',\n')})`

/** Writes a line, and is false. @param {Logpoint} point */
function expressionOf({ id, expression, condition }) {
  const us = `globalThis[Symbol.for('alcove.logpoint')]`
  const key = JSON.stringify(id)
  const test = condition === null ? '' : `if (${condition}\n) `
  return `(() => { if (!${us}?.begin(${key})) return false
try { ${test}${us}.log(${key}, (${expression}\n)) } catch (error) { ${us}.failed(${key}, error) } finally { ${us}.done(${key}) }
return false })()`
}

async function enable() {
  if (session !== null) return
  session = new Session()
  session.connectToMainThread()
  // A "debugger" statement does stop it, since Node.js 24.
  session.on('Debugger.paused', () => session?.post('Debugger.resume', () => {}))
  watch = setInterval(look, WATCH_MS)
  await post('Debugger.enable')
  // Conditions are evaluated all the same, and cannot stop the code.
  await post('Debugger.setSkipAllPauses', { skip: true })
}

/** Removes what is over. */
function look() {
  const now = processMs()
  for (const [key, { breakpointId, until }] of set) {
    if (now < until) continue
    set.delete(key)
    session?.post('Debugger.removeBreakpoint', { breakpointId }, () => {})
    if (set.size === 0) close()
  }
}

/** Nothing of a debugger is left in the process. */
function close() {
  if (watch !== null) clearInterval(watch)
  watch = null
  session?.disconnect()
  session = null
  port.postMessage({ over: true })
}

/**
 * @param {string} method
 * @param {object} [params]
 * @returns {Promise<any>}
 */
function post(method, params) {
  return new Promise((resolve, reject) => {
    ;/** @type {Session} */ (session).post(method, params, (error, result) => (error ? reject(error) : resolve(result)))
  })
}
