import { setTimeout as sleep } from 'node:timers/promises'
import { SERVER_LOG_LEVELS, type ServerLogLevel } from '@alcove/contract'
import { storeServerLines, type NewServerLine, type Platform } from '@alcove/platform'

const EVERY_MS = 1_000
/** The last lines wait no longer for a database that hangs. */
const PATIENCE_MS = 1_000
/** Lines that wait for the database; the oldest go first. */
const WAITING = 1_000
/** Whatever floods the log must not fill the disk as well. */
const PER_MINUTE = 600
const MESSAGE_CHARACTERS = 2_000
const FIELDS_CHARACTERS = 8_000

/** By pino's numbers. */
const LEVELS: Readonly<Record<number, ServerLogLevel>> = {
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
}

/** A stream for pino that keeps what is logged for administrators to read in the console, as far as it fits. */
export class ServerLog {
  #lines: NewServerLine[] = []
  #leftOut = 0
  #minute = 0
  #taken = 0

  /** @param text one line of JSON */
  write(text: string): void {
    const line = parse(text)
    if (line === null) return
    const minute = Math.floor(line.time.getTime() / 60_000)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#taken = 0
    }
    if (this.#taken++ < PER_MINUTE) this.#lines.push(line)
    else this.#leftOut += 1
    if (this.#lines.length > WAITING) {
      this.#lines.shift()
      this.#leftOut += 1
    }
  }

  /** Stores what was logged so far, and from now on what is, until it is closed. */
  store(platform: Platform, server: string): { close(): Promise<void> } {
    let storing: Promise<void> | null = null
    const store = async () => {
      if (platform.disk.exhausted) return
      const lines = this.take()
      try {
        await storeServerLines(platform, server, lines)
      } catch {
        // Not logged: that would be one more line. They wait for the database.
        this.#lines = [...lines, ...this.#lines].slice(-WAITING)
      }
    }
    const timer = setInterval(() => {
      if (this.#lines.length > 0) storing ??= store().finally(() => (storing = null))
    }, EVERY_MS)
    timer.unref()
    return {
      async close() {
        clearInterval(timer)
        const stored = Promise.resolve(storing).then(store)
        await Promise.race([stored, sleep(PATIENCE_MS, undefined, { ref: false })])
      },
    }
  }

  /** What waits to be stored, which then no longer waits. */
  take(): NewServerLine[] {
    const lines = this.#lines
    this.#lines = []
    if (this.#leftOut === 0) return lines
    const message = 'Lines were left out here: too many came at once. They are in the output of the server'
    lines.push({ time: new Date(), level: 'warn', message, fields: JSON.stringify({ lines: this.#leftOut }) })
    this.#leftOut = 0
    return lines
  }
}

function parse(text: string): NewServerLine | null {
  try {
    const { level, time, msg, ...fields } = JSON.parse(text) as Record<string, unknown>
    return {
      time: new Date(String(time)),
      level: LEVELS[level as number] ?? SERVER_LOG_LEVELS[1],
      message: String(msg ?? '').slice(0, MESSAGE_CHARACTERS),
      fields: JSON.stringify(fields).slice(0, FIELDS_CHARACTERS),
    }
  } catch {
    return null
  }
}
