import { StringDecoder } from 'node:string_decoder'
import { encodeFrame, LOG } from '../node/frames.mjs'

const HEADER = 13
const INFO = 2
const ERROR = 4
/** Added to the level: the line is not finished, and the next text of its level continues it. */
const PART = 0x80
const PART_MS = 50

/**
 * Turns the output of the bootstrap into log lines of the open call: stdout at info, stderr at error. Lines travel over
 * the same channel as the response, so their order is kept.
 * @param {ReturnType<typeof import('../node/channel.mjs').openChannel>} channel
 */
export function outputLines(channel) {
  const limits = { lineBytes: 32 * 1024, bytes: 1024 * 1024, lines: 10_000 }
  let call = 0
  let bytes = 0
  let count = 0
  /** @type {NodeJS.Timeout | null} */
  let timer = null
  const unfinished = [INFO, ERROR].map((level) => ({ level, kept: /** @type {Buffer[]} */ ([]), keptBytes: 0, cut: 0 }))

  /** @param {(typeof unfinished)[number]} stream */
  function endLine(stream) {
    send(stream.level, Buffer.concat(stream.kept), stream.cut)
    Object.assign(stream, { kept: [], keptBytes: 0, cut: 0 })
  }

  /** Sends output that does not end with a newline. */
  function endRest() {
    for (const stream of unfinished) if (stream.keptBytes > 0) endLine(stream)
  }

  function sendParts() {
    timer = null
    for (const stream of unfinished) {
      const text = Buffer.concat(stream.kept)
      // Without the beginning of a character that is written in pieces.
      const whole = Buffer.byteLength(new StringDecoder().write(text))
      if (whole === 0 || whole > text.length) continue
      send(stream.level | PART, text.subarray(0, whole), stream.cut)
      Object.assign(stream, { kept: [text.subarray(whole)], keptBytes: text.length - whole, cut: 0 })
    }
  }

  /**
   * @param {number} level
   * @param {Buffer} text
   * @param {number} cut
   */
  function send(level, text, cut) {
    // Send one line past the limit, so that the host knows that lines are missing.
    if (bytes > limits.bytes || count > limits.lines) return
    bytes += text.length
    count += 1
    const payload = Buffer.allocUnsafe(HEADER + text.length)
    payload[0] = level
    payload.writeUInt32LE(Math.min(cut, 0xffffffff), 1)
    payload.writeDoubleLE(Date.now(), 5)
    payload.set(text, HEADER)
    channel.sendNow(encodeFrame(LOG, call, payload))
  }

  return {
    /** @param {Partial<typeof limits>} given */
    setLimits(given) {
      Object.assign(limits, given)
    },
    /** @param {any[]} streams stdout and stderr */
    read(streams) {
      for (const [index, source] of streams.entries()) {
        const stream = /** @type {(typeof unfinished)[number]} */ (unfinished[index])
        source?.on('data', (/** @type {Buffer} */ chunk) => {
          let from = 0
          for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
            keep(stream, chunk.subarray(from, at))
            endLine(stream)
            from = at + 1
          }
          if (from === chunk.length) return
          keep(stream, chunk.subarray(from))
          // The bootstrap may hang before it finishes the line.
          timer ??= setTimeout(sendParts, PART_MS).unref()
        })
      }
    },
    /** @param {number} id */
    enter(id) {
      // The output belongs to an earlier call that has ended.
      endRest()
      call = id
      bytes = count = 0
    },
    /** Sends output that does not end with a newline. Later output still carries the id of the ended call. */
    leave() {
      endRest()
    },
  }

  /**
   * @param {(typeof unfinished)[number]} stream
   * @param {Buffer} part
   */
  function keep(stream, part) {
    const kept = part.subarray(0, limits.lineBytes - stream.keptBytes)
    if (kept.length > 0) stream.kept.push(kept)
    stream.keptBytes += kept.length
    stream.cut += part.length - kept.length
  }
}
