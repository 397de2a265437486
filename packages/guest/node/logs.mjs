import { AsyncLocalStorage } from 'node:async_hooks'
import { Console } from 'node:console'
import { syncBuiltinESMExports } from 'node:module'
import { Writable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { format } from 'node:util'
import { encodeFrame, LOG } from './frames.mjs'
import { processMs } from './process-ms.mjs'

/** @typedef {'trace' | 'debug' | 'info' | 'warn' | 'error'} Level */
/** @typedef {{ id: number, bytes: number, lines: number, partial: Record<'info' | 'error', string>, decoders: Partial<Record<'info' | 'error', StringDecoder>> | null, sentAt: number, timer: NodeJS.Timeout | null }} LogScope */

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error']
/** @type {Record<string, Level>} */
const METHODS = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' }
const HEADER = 13
/** Added to the level: the line is not finished, and the next text of its level continues it. */
const PART = 0x80
/** Unfinished lines are sent at most this often. */
const PART_MS = 50
/** Lines outside calls may reach the limits once per window, and once more for each call that begins. */
const WINDOW_MS = 10_000

/**
 * Captures console.*, process.stdout and process.stderr. Each line belongs to the call in whose asynchronous context it
 * was written, no matter how late.
 * @param {(frame: Buffer) => void} send
 */
export function captureLogs(send) {
  /** @type {AsyncLocalStorage<LogScope>} */
  const scopes = new AsyncLocalStorage()
  const now = Date.now
  const later = setTimeout
  const limits = { lineBytes: 32 * 1024, bytes: 1024 * 1024, lines: 10_000 }
  /** Lines outside calls, from work that began while the code loaded, such as a queue's consumer. */
  const outside = newScope(0)
  let windowEnds = 0

  /**
   * @param {Level} level
   * @param {string} message
   * @param {number} [part] PART when the line is not finished
   */
  function line(level, message, part = 0) {
    const scope = scopes.getStore() ?? outside
    if (scope === outside && processMs() >= windowEnds) openWindow()
    // Send one line past the limit, so that the host knows that lines are missing. Later lines then cost nothing.
    if (scope.bytes > limits.bytes || scope.lines > limits.lines) return
    // UTF-8 is never shorter than the string, so do not encode what is past the limit.
    let text = Buffer.from(message.length > limits.lineBytes ? message.slice(0, limits.lineBytes) : message)
    let cut = 0
    if (text.length > limits.lineBytes || message.length > limits.lineBytes) {
      const kept = wholeCharacters(text, Math.min(limits.lineBytes, text.length))
      cut = Buffer.byteLength(message) - kept
      text = text.subarray(0, kept)
    }
    scope.bytes += text.length
    if (part === 0) scope.lines += 1
    if (scope === outside && (scope.bytes > limits.bytes || scope.lines > limits.lines)) {
      // The host's log may still have room, so mark here that lines are missing.
      level = 'warn'
      cut += Math.max(1, text.length)
      text = Buffer.from(missing(limits))
    }
    const payload = Buffer.allocUnsafe(HEADER + text.length)
    payload[0] = LEVELS.indexOf(level) | part
    payload.writeUInt32LE(Math.min(cut, 0xffffffff), 1)
    payload.writeDoubleLE(now(), 5)
    payload.set(text, HEADER)
    send(encodeFrame(LOG, scope.id, payload))
  }

  function openWindow() {
    outside.bytes = outside.lines = 0
    windowEnds = processMs() + WINDOW_MS
  }

  /** @type {Level | null} */
  let level = null
  const sink = (/** @type {Level} */ fallback) => ({
    write(/** @type {string} */ text) {
      const at = level ?? fallback
      const scope = scopes.getStore() ?? outside
      const begun = at === 'info' || at === 'error' ? scope.partial[at] : ''
      if (begun !== '') scope.partial[/** @type {'info' | 'error'} */ (at)] = ''
      line(at, begun + (text.endsWith('\n') ? text.slice(0, -1) : text))
      return true
    },
  })
  const inner = new Console({
    stdout: /** @type {any} */ (sink('info')),
    stderr: /** @type {any} */ (sink('error')),
    // These sinks never fail, and this avoids adding and removing a listener per line.
    ignoreErrors: false,
  })
  const methods = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (inner))
  const global = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (console))
  for (const name of Object.keys(inner)) {
    const method = methods[name]
    if (typeof method !== 'function') continue
    const methodLevel = METHODS[name] ?? null
    global[name] = (/** @type {unknown[]} */ ...args) => at(methodLevel ?? level, () => method.apply(inner, args))
  }
  // As Node's own, which would show our frame too.
  global['trace'] = function trace(/** @type {unknown[]} */ ...args) {
    const here = { name: 'Trace', message: format(...args), stack: '' }
    Error.captureStackTrace(here, trace)
    at('trace', () => inner.error(here.stack))
  }

  /**
   * @param {Level | null} given
   * @param {() => unknown} write
   */
  function at(given, write) {
    const before = level
    level = given
    try {
      return write()
    } finally {
      level = before
    }
  }

  replaceStream('stdout', 'info', 1)
  replaceStream('stderr', 'error', 2)
  syncBuiltinESMExports()

  /**
   * @param {'stdout' | 'stderr'} name
   * @param {'info' | 'error'} streamLevel
   * @param {number} fd
   */
  function replaceStream(name, streamLevel, fd) {
    const open = () => Object.defineProperty(new Writable({ decodeStrings: false, write }), 'fd', { value: fd })
    let stream = open()

    /** @type {NonNullable<import('node:stream').WritableOptions['write']>} */
    function write(chunk, encoding, callback) {
      const scope = scopes.getStore() ?? outside
      const lines = (scope.partial[streamLevel] + textOf(scope, chunk, encoding)).split('\n')
      const rest = lines.pop() ?? ''
      scope.partial[streamLevel] = ''
      for (const text of lines) line(streamLevel, text)
      scope.partial[streamLevel] = rest
      if (rest !== '') sendPart(scope)
      callback()
    }

    /**
     * @param {LogScope} scope
     * @param {string | Uint8Array} chunk
     * @param {BufferEncoding} encoding
     */
    function textOf(scope, chunk, encoding) {
      if (typeof chunk === 'string') {
        if (encoding === 'utf8' || encoding === 'utf-8') return chunk
        chunk = Buffer.from(chunk, encoding)
      }
      // A character may be written in pieces.
      scope.decoders ??= {}
      return (scope.decoders[streamLevel] ??= new StringDecoder()).write(/** @type {Buffer} */ (chunk))
    }
    // Code that ends or destroys it must not silence the rest of the instance.
    const get = () => (stream.writableEnded || stream.destroyed ? (stream = open()) : stream)
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get })
  }

  /**
   * Sends the beginning of a line, since the code may hang or be killed before it finishes the line.
   * @param {LogScope} scope
   */
  function sendPart(scope) {
    const wait = scope.sentAt + PART_MS - processMs()
    if (wait > 0) {
      if (scope.timer === null) scope.timer = later(() => ((scope.timer = null), sendPart(scope)), wait).unref()
      return
    }
    scope.sentAt = processMs()
    scopes.run(scope, () => {
      for (const streamLevel of /** @type {const} */ (['info', 'error'])) {
        const text = scope.partial[streamLevel]
        scope.partial[streamLevel] = ''
        if (text !== '') line(streamLevel, text, PART)
      }
    })
  }

  return {
    line,
    /** @param {Partial<typeof limits>} given */
    setLimits(given) {
      Object.assign(limits, given)
    },
    /**
     * Runs the call so that everything it starts logs under its id.
     * @template T
     * @param {LogScope} scope
     * @param {() => T} run
     * @returns {T}
     */
    within(scope, run) {
      return scopes.run(scope, run)
    },
    /**
     * Begins a call.
     * @param {number} id
     */
    enter(id) {
      outside.bytes = outside.lines = 0
      return newScope(id)
    },
    /** Id of the call that the running code belongs to; 0 when there is none. */
    currentCall() {
      return (scopes.getStore() ?? outside).id
    },
    /**
     * Sends output that does not end with a newline.
     * @param {LogScope} [scope] without one, what code outside calls wrote, such as while it loads
     */
    flush(scope = outside) {
      for (const streamLevel of /** @type {const} */ (['info', 'error'])) {
        const text = scope.partial[streamLevel]
        if (text === '') continue
        scope.partial[streamLevel] = ''
        scopes.run(scope, () => line(streamLevel, text))
      }
    },
  }
}

/** @param {{ lines: number, bytes: number }} limits */
function missing({ lines, bytes }) {
  const most = `${lines} lines and ${bytes / 1024 / 1024} MB`
  return `Lines are missing here: outside of calls ${most} may be written in ${WINDOW_MS / 1000} s`
}

/**
 * @param {number} id
 * @returns {LogScope}
 */
function newScope(id) {
  return { id, bytes: 0, lines: 0, partial: { info: '', error: '' }, decoders: null, sentAt: -PART_MS, timer: null }
}

/**
 * The longest prefix of at most `limit` bytes that does not end inside a character.
 * @param {Buffer} bytes
 * @param {number} limit
 */
function wholeCharacters(bytes, limit) {
  let end = limit
  while (end > 0 && end < bytes.length && (bytes[end] & 0xc0) === 0x80) end--
  return end
}
