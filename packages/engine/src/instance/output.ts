import type { CapturedLine } from '@alcove/contract'
import { LineCutter } from './log-book.ts'

/** Lines written before there is a call to give them to. */
const MAX_EARLY_LINES = 1000
const MAX_LAST_WORDS = 8 * 1024
/** What Node says about the inspector that we opened is no line of the function's. */
const OF_THE_INSPECTOR =
  /^(Debugger (listening|ending) on ws:|For help, see: https:\/\/nodejs.org|Debugger attached\.|Waiting for the debugger)/

/** What a process writes past the guest, by descriptor: native code, and processes that the function starts. */
export class Output {
  /** The end of stderr: what a dying process said. */
  lastWords = ''
  #early: CapturedLine[] = []
  readonly #out: LineCutter
  readonly #err: LineCutter

  constructor(emit: (line: CapturedLine) => void) {
    this.#out = new LineCutter('info', Date.now, emit)
    this.#err = new LineCutter('error', Date.now, (line) => {
      if (!OF_THE_INSPECTOR.test(line.message)) emit(line)
    })
  }

  /** @param kept whether lines of it would be kept: a flood that is not costs no more than reading it */
  push(stream: 'stdout' | 'stderr', chunk: Buffer, kept: boolean): void {
    if (stream === 'stderr') this.lastWords = (this.lastWords + chunk.toString('utf8')).slice(-MAX_LAST_WORDS)
    if (kept) (stream === 'stdout' ? this.#out : this.#err).push(chunk)
  }

  /** Passes on what was written without a newline at its end. */
  flush(): void {
    this.#out.end()
    this.#err.end()
  }

  /** Whether there is room for a line of no call. */
  get roomForEarly(): boolean {
    return this.#early.length < MAX_EARLY_LINES
  }

  keepEarly(line: CapturedLine): void {
    this.#early.push(line)
  }

  takeEarly(): CapturedLine[] {
    return this.#early.length === 0 ? [] : this.#early.splice(0)
  }
}
