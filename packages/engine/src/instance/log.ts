import type { CapturedLine } from '@alcove/contract'
import { ProtocolError } from '../protocol/frames.ts'
import { BETWEEN_CALLS, LineCutter, CallLog } from './call-log.ts'
import { parseLine } from './messages.ts'
import type { OpenCalls } from './open-calls.ts'
import type { RunningCall } from './running-call.ts'

const MAX_STDERR_TAIL = 8 * 1024
/** Node's messages about the inspector that we opened do not belong in the function's log. */
const OF_THE_INSPECTOR =
  /^(Debugger (listening|ending) on ws:|For help, see: https:\/\/nodejs.org|Debugger attached\.|Waiting for the debugger)/

/** Assigns each line an instance writes to the log of a call. */
export class Log {
  /** The end of stderr: what a crashing process wrote last. */
  stderrTail = ''
  /** The runtime writes its stacks to stderr, for us. */
  muted = false
  readonly #calls: OpenCalls
  /** Lines written while no call runs. The next call gets them. */
  #early: CapturedLine[] = []
  #earlyBook = this.#newEarlyBook()
  /** Raw output that bypasses the guest: from native code and from child processes of the function. */
  readonly #out = new LineCutter('info', Date.now, (line) => this.#add(line, 0))
  readonly #err = new LineCutter('error', Date.now, (line) => {
    if (!OF_THE_INSPECTOR.test(line.message)) this.#add(line, 0)
  })
  /** A call has already taken the early lines. */
  #begun = false

  /** @param calls the open calls */
  constructor(calls: OpenCalls) {
    this.#calls = calls
  }

  /** @throws {ProtocolError} */
  frame(id: number, payload: Buffer): void {
    if (id !== 0 && !this.#calls.hasBegun(id))
      throw new ProtocolError(`A log line names call ${id}, which has not begun`)
    // Work that an earlier call left behind wrote this. It belongs in no log, least of all in the next call's.
    if ((id !== 0 && this.#calls.get(id) === undefined) || !this.#listens(id)) return
    this.#add(parseLine(payload, Date.now()), id)
  }

  output(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    if (this.muted && stream === 'stderr') return
    if (stream === 'stderr') this.stderrTail = (this.stderrTail + chunk.toString('utf8')).slice(-MAX_STDERR_TAIL)
    // A process of an earlier, ended call wrote this. It belongs in no log.
    if (this.#begun && this.#calls.size === 0) return
    if (this.#listens(0)) (stream === 'stdout' ? this.#out : this.#err).push(chunk)
  }

  /** Emits output that does not end with a newline. */
  flush(): void {
    this.#out.end()
    this.#err.end()
  }

  /** Lines written during loading. They go to the log of the call that waited for it. */
  takeEarly(): CapturedLine[] {
    this.flush()
    return this.#drainEarly()
  }

  giveEarly(call: RunningCall): void {
    this.#begun = true
    this.#earlyBook.end()
    if (this.#early.length === 0) return
    if (this.#earlyBook.truncated) call.logs.truncated = true
    for (const line of this.#drainEarly()) call.logs.add(line)
  }

  /** Whether a line written now would be kept. A flood that is dropped is not parsed. */
  #listens(id: number): boolean {
    const call = this.#writer(id)
    return call === undefined ? !this.#earlyBook.full : !call.logs.full
  }

  /** A line that names its call goes to that call, any other line to the oldest call. */
  #writer(id: number): RunningCall | undefined {
    return id === 0 ? this.#calls.oldest : this.#calls.get(id)
  }

  #add(line: CapturedLine, id: number): void {
    const call = this.#writer(id)
    if (call === undefined) this.#earlyBook.add(line)
    else call.logs.add(line)
  }

  #drainEarly(): CapturedLine[] {
    this.#earlyBook.end()
    const lines = this.#early
    this.#early = []
    this.#earlyBook = this.#newEarlyBook()
    return lines
  }

  #newEarlyBook(): CallLog {
    return new CallLog((line) => this.#early.push(line), null, BETWEEN_CALLS)
  }
}
