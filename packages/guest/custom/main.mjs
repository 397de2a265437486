/**
 * The main process of a custom instance: serves the AWS Lambda Runtime API on loopback, starts the package's
 * `bootstrap`, and passes calls between it and the host. Like every guest it starts without the function's code.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { realpathSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { openChannel } from '../node/channel.mjs'
import { CALL, CANCEL, CREDIT, encodeFrame, EXITING, FAILED, HELLO, INIT, INIT_FAILED, READY } from '../node/frames.mjs'
import { OpenCall } from '../node/open-call.mjs'
import { responder, ResponseTooLarge } from '../node/respond.mjs'
import { serveTelemetry } from '../node/telemetry.mjs'
import { runtimeApi } from './api.mjs'
import { BootstrapError, startBootstrap } from './bootstrap.mjs'
import { toAnswer, toEvent } from './event.mjs'
import { outputLines } from './output.mjs'

const TASK = '/var/task'

/** @type {any} */
let settings = null
let loaded = false
let startedAt = 0
/** @type {{ call: OpenCall, meta: any } | null} */
let open = null
/** Its response is on the way. @type {OpenCall | null} */
let answering = null

const channel = openChannel((kind, id, payload) => {
  if (kind === CALL) serve(id, payload)
  else if (kind === INIT) void init(payload)
  else if (kind === CREDIT && answering?.id === id) answering.grant(payload.readUInt32LE(0))
  // The Runtime API cannot cancel an invocation. The bootstrap answers when it is done, and only a response under way
  // is cut off.
  else if (kind === CANCEL) for (const call of [open?.call, answering]) if (call?.id === id) call.end()
})
const respond = responder(channel, () => settings.responseBytes)
const lines = outputLines(channel)
const api = runtimeApi({
  ready() {
    if (loaded) return
    loaded = true
    channel.send(json(READY, 0, { kind: 'handler', initMs: performance.now() - startedAt }))
  },
  initFailed: (error) => channel.send(json(INIT_FAILED, 0, error)),
  answered: (body, headers) => void settle(body, headers),
  failed: (error) => void fail(error),
})

channel.send(json(HELLO, 0, { protocol: 1, version: process.version, bootMs: performance.now() }))

/** @param {Buffer} payload */
async function init(payload) {
  settings = JSON.parse(payload.toString('utf8'))
  startedAt = performance.now()
  lines.setLimits(settings.logs)
  try {
    const port = await api.listen(settings.responseBytes)
    const { url } = await serveTelemetry(channel.send, () => (open === null ? [] : [open.call.id]))
    const { child, streams } = await startBootstrap(settings, port, url)
    lines.read(streams)
    child.once('exit', (code, signal) => void leave(code, signal))
  } catch (error) {
    const { name, message } = error instanceof BootstrapError ? error : /** @type {Error} */ (error)
    channel.send(json(INIT_FAILED, 0, { name, message }))
  }
}

/**
 * @param {number} id
 * @param {Buffer} payload
 */
function serve(id, payload) {
  const headEnd = 4 + payload.readUInt32LE(0)
  const meta = JSON.parse(payload.toString('utf8', 4, headEnd))
  open = { call: new OpenCall(id), meta }
  lines.enter(id)
  api.offer(meta, toEvent(meta, payload.subarray(headEnd)))
}

/**
 * @param {Buffer} body what the bootstrap answered
 * @param {import('node:http').IncomingHttpHeaders} headers
 */
async function settle(body, headers) {
  const settled = /** @type {NonNullable<typeof open>} */ (open)
  answering = settled.call
  try {
    const answer = toAnswer(settled.meta, body, headers)
    await outputRead()
    open = null
    await respond.whole(settled.call, answer.head, answer.body)
  } catch (error) {
    open = settled
    // The stack is our own, not the function's.
    const { name, message } = /** @type {Error} */ (error)
    await fail({ name, message, ...(error instanceof ResponseTooLarge ? { code: name } : {}) })
  }
}

/** @param {import('./api.mjs').PlainError} error */
async function fail(error) {
  await outputRead()
  const { message, stack } = error
  const cleaned = { ...error, message: shown(message), ...(stack === undefined ? {} : { stack: shown(stack) }) }
  if (open !== null) channel.send(json(FAILED, open.call.id, cleaned))
  open = null
}

/**
 * Plain processes see the code at its host path. Authors know it as /var/task everywhere.
 * @param {string} text
 */
function shown(text) {
  const { taskFolder } = settings
  return text.replaceAll(realpathSync(taskFolder), TASK).replaceAll(taskFolder, TASK)
}

/** Output written before the answer is in the pipe by now and is read by the end of this turn of the event loop. */
function outputRead() {
  return new Promise((resolve) => setImmediate(() => resolve(lines.leave())))
}

/**
 * The bootstrap exited, and the instance ends with it. An open call fails.
 * @param {number | null} code
 * @param {string | null} signal
 */
async function leave(code, signal) {
  await outputRead()
  if (signal === null) {
    channel.sendLast(json(EXITING, 0, { code: Number(code) | 0 }))
  } else {
    // The host asks the kernel whether memory was the reason.
    process.stderr.write(`bootstrap was killed by ${signal}\n`)
  }
  process.reallyExit(signal === null ? (code ?? 1) : 1)
}

/**
 * @param {number} kind
 * @param {number} call
 * @param {unknown} value
 */
function json(kind, call, value) {
  return encodeFrame(kind, call, Buffer.from(JSON.stringify(value)))
}
