import type { CapturedLine } from '@alcove/contract'
import { ProtocolError } from '../protocol/frames.ts'
import { BETWEEN_CALLS, LineCutter, LogBook } from './log-book.ts'
import { parseLine } from './messages.ts'
import type { OpenCalls } from './open-calls.ts'
import type { RunningCall } from './running-call.ts'

const MAX_LAST_WORDS = 8 * 1024
/** What Node says about the inspector that we opened is no line of the function's. */
const OF_THE_INSPECTOR =
  /^(Debugger (listening|ending) on ws:|For help, see: https:\/\/nodejs.org|Debugger attached\.|Waiting for the debugger)/

/** What an instance writes, and whose log each line belongs to. */
export class Log {
  /** The end of stderr: what a dying process said. */
  lastWords = ''
  readonly #calls: OpenCalls
  /** Written while no call runs: for the next one. */
  #early: CapturedLine[] = []
  #earlyBook = this.#newEarlyBook()
  /** For what is written past the guest: by native code, and by processes that the function starts. */
  readonly #out = new LineCutter('info', Date.now, (line) => this.#add(line, 0))
  readonly #err = new LineCutter('error', Date.now, (line) => {
    if (!OF_THE_INSPECTOR.test(line.message)) this.#add(line, 0)
  })
  /** Whether a call has been given what was written before. */
  #begun = false

  /** @param calls those that are open */
  constructor(calls: OpenCalls) {
    this.#calls = calls
  }

  /** @throws {ProtocolError} */
  frame(id: number, payload: Buffer, lastCallId: number): void {
    if (id > lastCallId) throw new ProtocolError(`A log line names call ${id}, which has not begun`)
    // Written by work that an earlier call left behind: nobody's log, and above all not the next call's.
    if ((id !== 0 && this.#calls.get(id) === undefined) || !this.#listens(id)) return
    this.#add(parseLine(payload, Date.now()), id)
  }

  output(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    if (stream === 'stderr') this.lastWords = (this.lastWords + chunk.toString('utf8')).slice(-MAX_LAST_WORDS)
    // What an earlier call's process writes when that call has ended is nobody's.
    if (this.#begun && this.#calls.size === 0) return
    if (this.#listens(0)) (stream === 'stdout' ? this.#out : this.#err).push(chunk)
  }

  /** Passes on what was written without a newline at its end. */
  flush(): void {
    this.#out.end()
    this.#err.end()
  }

  /** Lines written while loading, for the log of the call that waited for it. */
  takeEarly(): CapturedLine[] {
    this.flush()
    return this.#drainEarly()
  }

  giveEarly(call: RunningCall): void {
    this.#begun = true
    if (this.#early.length === 0) return
    if (this.#earlyBook.truncated) call.logs.truncated = true
    for (const line of this.#drainEarly()) call.logs.add(line)
  }

  /** Whether a line written now would be kept: a flood that is not costs us no more than reading it. */
  #listens(id: number): boolean {
    const call = this.#writer(id)
    return call === undefined ? !this.#earlyBook.full : !call.logs.full
  }

  /** What says whose it is is taken at its word; of the rest the oldest call gets it. */
  #writer(id: number): RunningCall | undefined {
    return id === 0 ? this.#calls.oldest : this.#calls.get(id)
  }

  #add(line: CapturedLine, id: number): void {
    const call = this.#writer(id)
    if (call === undefined) this.#earlyBook.add(line)
    else call.logs.add(line)
  }

  #drainEarly(): CapturedLine[] {
    const lines = this.#early
    this.#early = []
    this.#earlyBook = this.#newEarlyBook()
    return lines
  }

  #newEarlyBook(): LogBook {
    return new LogBook((line) => this.#early.push(line), null, BETWEEN_CALLS)
  }
}
