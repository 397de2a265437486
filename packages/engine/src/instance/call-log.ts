import { LIMITS, type CapturedLine, type LogLevel } from '@alcove/contract'
import type { LogText } from './messages.ts'
import { statedLevel } from './stated-level.ts'

const CAPS = `${LIMITS.logLines} lines and ${LIMITS.logBytes / 1024 / 1024} MB`
const OF_A_CALL = `The log ends here: one call may write ${CAPS}`
/** The last line of a full log that was written while no call ran. */
export const BETWEEN_CALLS = `Lines are missing here: while no call runs, ${CAPS} may be written`

/** The log of one call. Passes lines on until a cap is reached, then writes one closing line and drops the rest. */
export class CallLog {
  readonly #pass: (line: CapturedLine) => void
  readonly #redact: ((text: string) => string) | null
  readonly #closing: string
  lines = 0
  /** Lines, or parts of a line, are missing. */
  truncated = false
  /** Every further line is dropped, so callers can skip building one. */
  full = false
  #bytes = 0
  /** Lines that are not finished. Most calls have none. */
  #unfinished: Map<LogLevel, CapturedLine> | null = null

  constructor(
    pass: (line: CapturedLine) => void,
    redact: ((text: string) => string) | null = null,
    closing: string = OF_A_CALL,
  ) {
    this.#pass = pass
    this.#redact = redact
    this.#closing = closing
  }

  add(text: LogText): void {
    const line = this.#unfinished === null ? text : this.#continued(text)
    if (text.unfinished === true) {
      this.#unfinished ??= new Map()
      this.#unfinished.set(line.level, line)
      return
    }
    if (this.#bytes >= LIMITS.logBytes || this.lines >= LIMITS.logLines) {
      if (!this.full) this.#close(line.time)
      return
    }
    const shown = this.#redacted(interpreted(line))
    if (shown.truncatedBytes > 0) this.truncated = true
    this.lines += 1
    this.#bytes += Buffer.byteLength(shown.message)
    this.#pass(shown)
  }

  /** Adds lines that were never finished: the code hangs, was killed, or had no more to write. */
  end(): void {
    const lines = this.#unfinished
    if (lines === null) return
    this.#unfinished = null
    for (const { time, level, message, truncatedBytes } of lines.values()) {
      this.add({ time, level, message, truncatedBytes })
    }
  }

  #continued(text: LogText): CapturedLine {
    const begun = this.#unfinished?.get(text.level)
    if (begun === undefined) return text
    this.#unfinished!.delete(text.level)
    const room = LIMITS.logLineBytes - Buffer.byteLength(begun.message)
    const bytes = Buffer.from(text.message)
    const message = begun.message + (bytes.length > room ? bytes.toString('utf8', 0, room) : text.message)
    const cut = begun.truncatedBytes + text.truncatedBytes + Math.max(0, bytes.length - room)
    return { time: begun.time, level: text.level, message, truncatedBytes: cut }
  }

  /** The names of secrets may be longer than their values. */
  #redacted(line: CapturedLine): CapturedLine {
    if (this.#redact === null) return line
    const bytes = Buffer.from(this.#redact(line.message))
    const message = bytes.toString('utf8', 0, LIMITS.logLineBytes)
    return { ...line, message, truncatedBytes: line.truncatedBytes + Math.max(0, bytes.length - LIMITS.logLineBytes) }
  }

  #close(time: number): void {
    this.truncated = true
    this.lines += 1
    this.full = true
    this.#pass({ time, level: 'warn', message: this.#closing, truncatedBytes: 0 })
  }
}

/** Without the end of a CRLF, and with the level that a line of JSON gives itself. */
function interpreted(line: CapturedLine): CapturedLine {
  const message = line.message.endsWith('\r') ? line.message.slice(0, -1) : line.message
  const level = statedLevel(message) ?? line.level
  return message === line.message && level === line.level ? line : { ...line, message, level }
}

/** Splits raw output into lines and cuts each at the cap, so output without newlines cannot grow. */
export class LineCutter {
  readonly #level: LogLevel
  readonly #emit: (line: CapturedLine) => void
  readonly #now: () => number
  #kept: Buffer[] = []
  #keptBytes = 0
  #cutBytes = 0

  constructor(level: LogLevel, now: () => number, emit: (line: CapturedLine) => void) {
    this.#level = level
    this.#now = now
    this.#emit = emit
  }

  push(chunk: Buffer): void {
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      this.#keep(chunk.subarray(from, at))
      this.end()
      from = at + 1
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from))
  }

  /** Emits an unfinished line. */
  end(): void {
    if (this.#keptBytes + this.#cutBytes > 0) {
      const message = Buffer.concat(this.#kept).toString('utf8')
      this.#emit({ time: this.#now(), level: this.#level, message, truncatedBytes: this.#cutBytes })
    }
    this.#kept = []
    this.#keptBytes = 0
    this.#cutBytes = 0
  }

  #keep(part: Buffer): void {
    const room = LIMITS.logLineBytes - this.#keptBytes
    const kept = part.subarray(0, room)
    if (kept.length > 0) this.#kept.push(Buffer.from(kept))
    this.#keptBytes += kept.length
    this.#cutBytes += part.length - kept.length
  }
}
