/**
 * The thread of a debug session. It reads and writes the control channel in place of the debugged thread, and speaks to
 * V8's inspector of that thread. No port is opened: nothing outside the process can reach the inspector.
 */
import { readFileSync, statSync, writeSync } from 'node:fs'
import { Session } from 'node:inspector'
import { Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { processMs } from './process-ms.mjs'
import {
  CREDIT,
  DEBUG_ATTACHED,
  DEBUG_COMMAND,
  DEBUG_MESSAGE,
  encodeFrame,
  frameReader,
  MAX_PAYLOAD,
} from './frames.mjs'

const FD = 3
/** Longer messages are not sent. */
const MAX_MESSAGE = 8 * 1024 * 1024
const MAX_MAP = 4 * 1024 * 1024
/** Of a longer map the sources are left out, which the panel has: about half of it. */
const MAX_MAP_FILE = 32 * 1024 * 1024
/** Frames of a pause that are sent. Those of a deep recursion have more than a message may have. */
const MAX_FRAMES = 200
/** Entries of one object, and characters of one string, that the panel gets. It shows fewer. */
const MAX_ENTRIES = 1000
const MAX_TEXT = 100_000
/** What is left of a longer string: the host finds parts of secrets up to this length where a text is cut. */
const CUT_TEXT = 100
const PANEL = 1
const SHORTENED = new Set([
  'Debugger.evaluateOnCallFrame',
  'Runtime.awaitPromise',
  'Runtime.callFunctionOn',
  'Runtime.evaluate',
  'Runtime.getProperties',
])

/** @typedef {{ channel: number, bytes: Buffer }} Message */

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort)
const { written, held, taskFolder } = workerData
/** The sessions, by the channel that the host names. @type {Map<number, Session>} */
const sessions = new Map()
/** Messages that wait for credit. @type {Message[]} */
let waiting = []
let credit = 0

const socket = new Socket({ fd: FD, readable: true, writable: true })
socket.on('close', () => process.reallyExit(0))
socket.on('error', () => process.reallyExit(0))
socket.on(
  'data',
  frameReader((kind, call, payload) => {
    if (kind === DEBUG_COMMAND) command(call, payload)
    else if (kind === CREDIT && call === 0) grant(payload.readUInt32LE(0))
    else port.postMessage({ kind, call, payload: new Uint8Array(payload) })
  }),
)
port.on('message', ({ frame, last }) => {
  if (last !== true) return void socket.write(frame)
  try {
    if (socket.writableLength === 0) writeSync(FD, frame)
  } catch {
    // The host reads too slowly for this last frame. It still sees the exit.
  }
  Atomics.store(written, 0, 1)
  Atomics.notify(written, 0)
})
socket.write(encodeFrame(DEBUG_ATTACHED, 0, Buffer.alloc(0)))

/**
 * @param {number} channel
 * @param {Buffer} payload
 */
function command(channel, payload) {
  const { id, method, params } = JSON.parse(payload.toString('utf8'))
  if (method === 'Runtime.runIfWaitingForDebugger') {
    port.postMessage({ go: true })
    return send(channel, { id, result: {} })
  }
  try {
    sessionOf(channel).post(method, params, (/** @type {any} */ error, /** @type {any} */ result) => {
      if (error === null) send(channel, { id, result: result ?? {} }, channel === PANEL && SHORTENED.has(method))
      else send(channel, { id, error: { code: error.code, message: String(error.message) } })
    })
  } catch (error) {
    send(channel, { id, error: { code: -32600, message: String(/** @type {any} */ (error).message) } })
  }
}

/** @param {number} channel */
function sessionOf(channel) {
  let session = sessions.get(channel)
  if (session === undefined) {
    session = new Session()
    session.connectToMainThread()
    session.on('inspectorNotification', (/** @type {any} */ message) => {
      hold(message.method)
      send(channel, withFewerFrames(withMap(message)))
    })
    sessions.set(channel, session)
  }
  return session
}

/**
 * Measures for how long the code is held: milliseconds until now, and since when.
 * @param {string} method
 */
function hold(method) {
  if (method === 'Debugger.paused' && held[1] === 0) held[1] = processMs()
  if (method !== 'Debugger.resumed' || held[1] === 0) return
  held[0] += processMs() - held[1]
  held[1] = 0
}

/**
 * Puts the source map of a bundle into the message that announces its script: the debugger cannot read files of the sandbox.
 * @param {any} message
 */
function withMap(message) {
  if (message.method !== 'Debugger.scriptParsed') return message
  const { url, sourceMapURL } = message.params
  if (!sourceMapURL || /^[a-z][a-z0-9+.-]*:/i.test(sourceMapURL) || !url.startsWith('file:')) return message
  try {
    const file = join(dirname(fileURLToPath(url)), sourceMapURL)
    const { size } = statSync(file)
    if (!file.startsWith(`${taskFolder}/`) || size > MAX_MAP_FILE) return message
    const text = readFileSync(file)
    const map =
      size > MAX_MAP ? Buffer.from(JSON.stringify({ ...JSON.parse(text.toString()), sourcesContent: [] })) : text
    if (map.length > MAX_MAP) return message
    const data = `data:application/json;base64,${map.toString('base64')}`
    return { ...message, params: { ...message.params, sourceMapURL: data } }
  } catch {
    return message
  }
}

/** @param {any} message */
function withFewerFrames(message) {
  if (message.method !== 'Debugger.paused' || message.params.callFrames.length <= MAX_FRAMES) return message
  return { ...message, params: { ...message.params, callFrames: message.params.callFrames.slice(0, MAX_FRAMES) } }
}

/**
 * For JSON.stringify: leaves out the rest of a long list, and of long strings.
 * @param {string} _key
 * @param {unknown} value
 */
function shorten(_key, value) {
  if (typeof value === 'string' && value.length > MAX_TEXT) {
    return `${value.slice(0, CUT_TEXT)}… (${value.length} characters)`
  }
  return Array.isArray(value) && value.length > MAX_ENTRIES ? value.slice(0, MAX_ENTRIES) : value
}

/**
 * @param {number} channel
 * @param {any} message
 * @param {boolean} [short] without what would make it too long
 */
function send(channel, message, short = false) {
  let bytes = Buffer.from(short ? JSON.stringify(message, shorten) : JSON.stringify(message))
  if (bytes.length > MAX_MESSAGE) {
    if (message.id === undefined) return
    const tooLarge = { code: -32000, message: `The answer is larger than ${MAX_MESSAGE} bytes` }
    bytes = Buffer.from(JSON.stringify({ id: message.id, error: tooLarge }))
  }
  waiting.push({ channel, bytes })
  flush()
}

/** @param {number} bytes */
function grant(bytes) {
  credit += bytes
  flush()
}

/** Sends whole messages while there is credit: the last one may overdraw it. */
function flush() {
  let sent = 0
  for (const { channel, bytes } of waiting) {
    if (credit <= 0) break
    credit -= bytes.length
    sent += 1
    for (let at = 0; at < bytes.length; at += MAX_PAYLOAD) {
      const part = bytes.subarray(at, at + MAX_PAYLOAD)
      const last = at + MAX_PAYLOAD >= bytes.length
      socket.write(encodeFrame(DEBUG_MESSAGE, channel, Buffer.concat([Buffer.of(last ? 1 : 0), part])))
    }
  }
  waiting = waiting.slice(sent)
}
