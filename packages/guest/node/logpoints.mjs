/**
 * Log lines that a developer adds to running code. A breakpoint of V8 evaluates a condition where it lies; ours writes a
 * line and is false, so nothing ever pauses. The breakpoints are set by a thread, logpoints-thread.mjs.
 */
import { inspect } from 'node:util'
import { processMs } from './process-ms.mjs'

/** The build puts it beside main.cjs. */
const THREAD = new URL('./logpoints-thread.cjs', import.meta.url)
// Loading node:worker_threads takes 1.5 ms of processor time, and few instances have logpoints.
const load = process.getBuiltinModule
/** How conditions find us. */
const KEY = Symbol.for('alcove.logpoint')
/**
 * Milliseconds of processor time that the expressions of one logpoint may take: once, and together in one instance. Time
 * alone would end a cheap one on a busy machine, and tells only of one that waits.
 */
const MOST_ONCE_MS = 50
const MOST_MS = 2_000
const MOST_WAIT_MS = 1_000
const MAX_TEXT = 4_000
const REPORT_MS = 250

/** @typedef {{ id: string, file: string, line: number, expression: string, condition: string | null, hits: number, ms: number }} Logpoint */
/** @typedef {{ line(level: 'info', text: string): void, report(of: { id: string, hits: number, problem: string | null, over: boolean }): void, set(): void }} Host */
/** @typedef {Logpoint & { until: number, left: number, spentMs: number, hit: number, problem: string | null, over: boolean, told: boolean }} Active */

const later = setTimeout
const notLater = clearTimeout
/** @type {Map<string, Active>} */
let active = new Map()
/** @type {import('node:worker_threads').Worker | null} */
let thread = null
/** @type {Host | null} */
let host = null
/** @type {NodeJS.Timeout | null} */
let reporting = null
/** When the expression that is evaluated now began, and the processor time until then. */
let began = { at: 0, cpuMs: 0 }

// Not in Node.js 22, where other threads of the process count too.
const usage = process.threadCpuUsage ?? process.cpuUsage
const cpuMs = () => {
  const { user, system } = usage.call(process)
  return (user + system) / 1000
}

/**
 * Makes these the logpoints of this process.
 * @param {Logpoint[]} points
 * @param {{ taskFolder: string, file: string }} code
 * @param {Host} to its `set` is called once the points are set
 */
export function setLogpoints(points, { taskFolder, file }, to) {
  reportLogpoints()
  host = to
  active = new Map(
    points.map((point) => [
      point.id,
      active.get(point.id) ?? {
        ...point,
        until: processMs() + point.ms,
        left: point.hits,
        spentMs: 0,
        hit: 0,
        problem: null,
        over: false,
        told: true,
      },
    ]),
  )
  if (points.length === 0 && thread === null) return to.set()
  thread ??= start()
  thread.postMessage({ points })

  /** @param {Active} point */
  function tell(point) {
    if (!point.told) return
    point.told = false
    reporting ??= later(reportLogpoints, REPORT_MS).unref()
  }

  /** @param {Active} point @param {string} problem */
  function end(point, problem) {
    point.left = 0
    point.over = true
    point.problem = problem
    tell(point)
  }

  const api = {
    /** Whether the logpoint may write one more line. @param {string} id */
    begin(id) {
      const point = active.get(id)
      if (point === undefined || !isLive(point)) return false
      began = { at: processMs(), cpuMs: cpuMs() }
      return true
    },
    /** @param {string} id @param {unknown} value */
    log(id, value) {
      const point = active.get(id)
      if (point === undefined) return
      to.line('info', `[logpoint ${point.file}:${point.line}] ${textOf(value)}`)
      point.left -= 1
      point.hit += 1
      tell(point)
    },
    /** @param {string} id @param {unknown} error */
    failed(id, error) {
      const point = active.get(id)
      if (point === undefined) return
      const problem = textOf(error).split('\n', 1)[0].slice(0, 300)
      if (problem === point.problem) return
      point.problem = problem
      tell(point)
    },
    /** @param {string} id */
    done(id) {
      const point = active.get(id)
      if (point === undefined) return
      const tookMs = cpuMs() - began.cpuMs
      const waitedMs = processMs() - began.at
      point.spentMs += tookMs
      if (tookMs > MOST_ONCE_MS || point.spentMs > MOST_MS) {
        end(point, `Removed: its expression took ${Math.round(tookMs)} ms, and ${Math.round(point.spentMs)} ms in all`)
      } else if (waitedMs > MOST_WAIT_MS) {
        end(point, `Removed: its expression waited for ${Math.round(waitedMs)} ms`)
      }
    },
  }
  Object.defineProperty(globalThis, KEY, { value: Object.freeze(api), configurable: true, enumerable: false })

  function start() {
    const { Worker } = load('node:worker_threads')
    const started = new Worker(THREAD, { workerData: { taskFolder, file }, stdout: false, stderr: false })
    started.unref()
    started.on('message', ({ id, problem, over, set }) => {
      if (set) return to.set()
      if (over && ![...active.values()].some(isLive)) {
        thread = null
        return void started.terminate()
      }
      const point = active.get(id)
      if (point !== undefined) end(point, problem)
    })
    started.on('error', () => (thread = null))
    return started
  }
}

/** Tells the host what is new. Each call ends with it: the instance may be frozen before the timer is due. */
export function reportLogpoints() {
  if (reporting === null) return
  notLater(reporting)
  reporting = null
  for (const point of active.values()) {
    if (point.told) continue
    point.told = true
    host?.report({ id: point.id, hits: point.hit, problem: point.problem, over: point.over })
    point.hit = 0
  }
}

/** @param {Active} point */
const isLive = (point) => point.left > 0 && processMs() < point.until

/** @param {unknown} value */
function textOf(value) {
  try {
    const text =
      typeof value === 'string'
        ? value
        : inspect(value, { depth: 3, breakLength: Infinity, maxStringLength: 1000, maxArrayLength: 50 })
    return text.slice(0, MAX_TEXT)
  } catch {
    return 'something that cannot be described'
  }
}
