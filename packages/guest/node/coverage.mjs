/** Measures which parts of the function's code run. Tests ask for it; no other instance loads the inspector. */
import { realpathSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { COVERAGE, encodeFrame } from './frames.mjs'

const load = process.getBuiltinModule
const stringify = JSON.stringify
const from = Buffer.from
/** The host accepts no longer frame. A file with a longer report is not measured. */
const MAX_REPORT = 1024 * 1024
const MOST_FILES = 500

/** @typedef {{ loaded(): void, ended(call: number): void }} Measuring */

/**
 * Starts measuring. What ran while the code was loaded counts for each call: an instance may serve several runs of tests.
 * @param {string} taskFolder
 * @param {(frame: Buffer) => void} send
 * @returns {Measuring}
 */
export function measure(taskFolder, send) {
  const { Session } = load('node:inspector')
  const session = new Session()
  session.connect()
  // It answers before it returns: the session is in the thread that it looks at.
  const post = session.post.bind(session)
  post('Profiler.enable')
  post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const folder = realpathSync(taskFolder)
  const prefixes = [`${pathToFileURL(folder).href}/`, `${folder}/`]
  /** @type {Buffer[]} */
  let whileLoading = []

  /** What ran since the last time, a report per file. */
  function take() {
    /** @type {Buffer[]} */
    const reports = []
    post('Profiler.takePreciseCoverage', (/** @type {Error | null} */ error, /** @type {any} */ taken) => {
      if (error !== null) return
      for (const { url, functions } of taken.result) {
        const prefix = prefixes.find((each) => url.startsWith(each))
        if (prefix === undefined || reports.length === MOST_FILES) continue
        const file = prefix === prefixes[0] ? decodeURIComponent(url.slice(prefix.length)) : url.slice(prefix.length)
        if (file.includes('node_modules/')) continue
        const report = from(stringify({ file, functions: functions.map(rangesOf) }))
        if (report.length <= MAX_REPORT) reports.push(report)
      }
    })
    return reports
  }

  return {
    loaded: () => void (whileLoading = take()),
    ended: (call) => [...whileLoading, ...take()].forEach((report) => send(encodeFrame(COVERAGE, call, report))),
  }
}

/**
 * Begin, end and whether it ran, for each range. Not how often: reports of many calls are then the same.
 * @param {{ ranges: { startOffset: number, endOffset: number, count: number }[] }} of
 */
const rangesOf = ({ ranges }) =>
  ranges.flatMap(({ startOffset, endOffset, count }) => [startOffset, endOffset, count > 0 ? 1 : 0])
