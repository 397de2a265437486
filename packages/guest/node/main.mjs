/**
 * The main process of a Node.js instance. Starts without the function's code, sends HELLO over fd 3, gets INIT with
 * the code to load, and then answers calls. packages/engine/README.md describes the protocol.
 */
import { existsSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { types } from 'node:util'
import { openChannel } from './channel.mjs'
import { runCall } from './call.mjs'
import { makeContext } from './context.mjs'
import { measure } from './coverage.mjs'
import { attachDebugger } from './debugger.mjs'
import { ownError, plainError, setTaskFolder } from './errors.mjs'
import { onAnswer } from './ask.mjs'
import { answered, connect, forget } from './client.mjs'
import {
  ANSWER,
  CALL,
  CANCEL,
  CREDIT,
  encodeFrame,
  EXITING,
  FAILED,
  HELLO,
  INIT,
  INIT_FAILED,
  INVOKED,
  LOGPOINT,
  LOGPOINTS,
  LOGPOINTS_SET,
  READY,
} from './frames.mjs'
import { loadEntry } from './load.mjs'
import { reportLogpoints, setLogpoints } from './logpoints.mjs'
import { captureLogs } from './logs.mjs'
import { OpenCall } from './open-call.mjs'
import { offerOpenTelemetry, withinTrace } from './opentelemetry.mjs'
import { leaveOut, traceOutgoing } from './outgoing.mjs'
import { processMs } from './process-ms.mjs'
import { resolveFrom } from './resolve.mjs'
import { offerStreaming, writesStream } from './streaming.mjs'
import { responder, ResponseTooLarge } from './respond.mjs'
import { connectSpans } from './spans.mjs'
import { exportsTelemetry, flushTelemetry, serveTelemetry } from './telemetry.mjs'
import { caughtOf, exposed, rejectionOf } from './uncaught.mjs'

/** What `import 'alcove'` gives. */
export { alcove, AlcoveError, InvokeError } from './client.mjs'

const stringify = JSON.stringify
const parse = JSON.parse

/** @type {any} */
let settings = null
/** @type {import('./load.mjs').Entry | null} */
let entry = null
/** Calls without a response yet. @type {Map<number, OpenCall>} */
const open = new Map()
let takesTelemetry = false
/** @type {import('./coverage.mjs').Measuring | null} */
let measuring = null

/**
 * @param {number} kind
 * @param {number} id
 * @param {Buffer} payload
 */
function onFrame(kind, id, payload) {
  if (kind === CALL) void serve(id, payload)
  else if (kind === INIT) void init(payload)
  else if (kind === INVOKED) answered(payload)
  else if (kind === ANSWER) onAnswer(payload)
  else if (kind === CREDIT) open.get(id)?.grant(payload.readUInt32LE(0))
  else if (kind === CANCEL) cancel(id)
  else if (kind === LOGPOINTS) setLogpoints(parse(payload.toString('utf8')).points, settings, logpointing)
}
const channel = openChannel(onFrame)
const logs = captureLogs(channel.sendNow)
const respond = responder(channel, () => settings.responseBytes)
connect(channel, logs.currentCall)
connectSpans(channel.send, () => open.get(logs.currentCall()))
traceOutgoing()
const logpointing = {
  line: logs.line,
  report: (/** @type {object} */ of) => channel.sendNow(json(LOGPOINT, 0, of)),
  set: () => channel.sendNow(encodeFrame(LOGPOINTS_SET, 0, Buffer.alloc(0))),
}

process.on('uncaughtException', (error) => {
  if (!caughtOf(error)) fatal(error, 'uncaughtException')
})
process.on('unhandledRejection', (reason, promise) => {
  if (!rejectionOf(reason, promise)) fatal(reason, 'unhandledRejection')
})
process.on('exit', (code) => {
  for (const { scope } of open.values()) logs.flush(/** @type {import('./logs.mjs').LogScope} */ (scope))
  logs.flush()
  reportLogpoints()
  channel.sendLast(json(EXITING, 0, { code: Number(code) | 0 }))
})

channel.send(json(HELLO, 0, { protocol: 1, version: process.version, bootMs: process.uptime() * 1000 }))

/** @param {Buffer} payload */
async function init(payload) {
  settings = parse(payload.toString('utf8'))
  Object.assign(process.env, settings.environment)
  setTaskFolder(settings.taskFolder)
  // A prewarmed process started before the code was there.
  process.chdir(settings.taskFolder)
  logs.setLimits(settings.logs)
  if (settings.sourceMaps) process.setSourceMapsEnabled(true)
  if (settings.concurrency > 1) channel.sendTogether()
  resolveFrom(settings.layersFolder, settings)
  offerStreaming()
  if (exportsTelemetry(settings.taskFolder, process.env)) await takeTelemetry()
  offerOpenTelemetry(settings.taskFolder)
  // V8 measures only what it compiles itself.
  if (settings.coverage) measuring = measure(settings.taskFolder, channel.send)
  else useCompiled(`${settings.taskFolder}/.alcove/cache`)
  // Breakpoints are set before any line of the function runs.
  if (settings.debug) await attachDebugger(channel, onFrame, settings.taskFolder)
  const started = processMs()
  try {
    entry = await loadEntry(settings.file, settings.exportName, settings.shownFile)
    if (settings.debug) entry = exposedEntry(entry)
    measuring?.loaded()
    channel.send(json(READY, 0, { kind: entry.kind, initMs: processMs() - started }))
  } catch (error) {
    logs.flush()
    channel.send(json(INIT_FAILED, 0, plainError(error)))
  }
}

/** The function brings an SDK that exports. */
async function takeTelemetry() {
  const { host, url } = await serveTelemetry(channel.send, () => open.keys())
  leaveOut(host)
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = url
  process.env.OTEL_EXPORTER_OTLP_PROTOCOL ??= 'http/protobuf'
  takesTelemetry = true
}

/**
 * @param {import('./load.mjs').Entry} loaded
 * @returns {import('./load.mjs').Entry}
 */
function exposedEntry(loaded) {
  if (loaded.kind === 'fetch') {
    const { app } = loaded
    return { kind: 'fetch', app: { fetch: exposed((/** @type {any[]} */ ...given) => app.fetch(...given)) } }
  }
  if (loaded.callsBack || writesStream(loaded.call)) return loaded
  return { ...loaded, call: exposed(/** @type {(...given: any[]) => any} */ (loaded.call)) }
}

/**
 * Uses V8's compile cache of a large package. The folder is read-only: modules without an entry are compiled and not
 * stored.
 * @param {string} folder
 */
function useCompiled(folder) {
  if (existsSync(folder)) enableCompileCache(folder)
}

/**
 * @param {number} id
 * @param {Buffer} payload
 */
async function serve(id, payload) {
  const headEnd = 4 + payload.readUInt32LE(0)
  const meta = parse(payload.toString('utf8', 4, headEnd))
  const body = payload.subarray(headEnd)
  const scope = logs.enter(id)
  const call = new OpenCall(id, scope, meta.context.traceId)
  open.set(id, call)
  try {
    await logs.within(scope, () => {
      const context = makeContext(settings, meta.context, meta.remainingMs, logs.line, call)
      const run = () => runCall(/** @type {any} */ (entry), meta, body, context, finishing(scope), call)
      return takesTelemetry ? withinTrace(meta.context, run) : run()
    })
  } catch (error) {
    if (takesTelemetry) await flushTelemetry()
    // instanceof would run the traps of a thrown proxy.
    const tooLarge = !types.isProxy(error) && error instanceof ResponseTooLarge
    fail(id, tooLarge ? ownError(error.name, error.message, error.name) : plainError(error))
  }
  open.delete(id)
  forget(id)
}

/**
 * Tells the code of a call that nobody waits for it any more.
 * @param {number} id
 */
function cancel(id) {
  const call = open.get(id)
  if (call === undefined) return
  logs.within(/** @type {import('./logs.mjs').LogScope} */ (call.scope), () => call.end())
}

/**
 * The response's last frame ends the call on the host, so send unfinished output first.
 * @param {import('./logs.mjs').LogScope} scope
 */
function finishing(scope) {
  /** @type {typeof respond.whole} */
  const whole = (call, head, body) => {
    endsNow(call.id, scope)
    return respond.whole(call, head, body)
  }
  return {
    /** @type {typeof respond.whole} */
    whole(call, head, body) {
      if (takesTelemetry) return flushTelemetry().then(() => whole(call, head, body))
      return whole(call, head, body)
    },
    /** @type {(...given: [call: any, head: string, source: import('./respond.mjs').Source]) => Promise<void>} */
    stream: (...given) =>
      respond.stream(...given, () => {
        const end = () => endsNow(given[0].id, scope)
        return takesTelemetry ? flushTelemetry().then(end) : end()
      }),
  }
}

/**
 * Sends what belongs to a call whose last frame comes next. Afterwards the instance may be frozen.
 * @param {number} id
 * @param {import('./logs.mjs').LogScope} scope
 */
function endsNow(id, scope) {
  logs.flush(scope)
  measuring?.ended(id)
  reportLogpoints()
}

/**
 * @param {number} id
 * @param {import('./errors.mjs').PlainError & { fatal?: boolean }} error
 */
function fail(id, error) {
  const call = open.get(id)
  if (call === undefined) return
  open.delete(id)
  const scope = /** @type {import('./logs.mjs').LogScope} */ (call.scope)
  endsNow(id, scope)
  channel.send(json(FAILED, id, error))
  // The handler may still run: drop what it sends from now on.
  logs.within(scope, () => call.end())
}

/**
 * An error that no handler could catch. The process is in an unknown state: the call it belongs to fails, calls in
 * flight run to completion, and the host then replaces the instance.
 * @param {unknown} thrown
 * @param {string} origin
 */
function fatal(thrown, origin) {
  const error = { ...plainError(thrown), origin, fatal: true }
  if (entry === null) {
    logs.flush()
    channel.send(json(INIT_FAILED, 0, error))
    return
  }
  const current = logs.currentCall()
  const id = current !== 0 || open.size !== 1 ? current : [...open.keys()][0]
  if (open.has(id)) fail(id, error)
  else channel.send(json(FAILED, 0, error))
}

/**
 * @param {number} kind
 * @param {number} call
 * @param {unknown} value
 */
function json(kind, call, value) {
  return encodeFrame(kind, call, Buffer.from(stringify(value)))
}
