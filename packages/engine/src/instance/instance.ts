import { performance } from 'node:perf_hooks'
import {
  LIMITS,
  type CallContext,
  type CallInput,
  type CallObserver,
  type CapturedLine,
  type Phases,
  type Revision,
} from '@alcove/contract'
import { FrameReader } from '../protocol/frame-reader.ts'
import * as frames from '../protocol/frames.ts'
import type { InstanceInfo } from '../engine.ts'
import type { Sandbox, SandboxExit } from '../sandbox/sandbox.ts'
import { LineCutter, LogBook } from './log-book.ts'
import { parseError, parseHead, parseLine, parseObject } from './messages.ts'
import type { Outcome } from './outcome.ts'

export interface Code {
  /** Path of the entry below the task folder. */
  file: string
  /** The same as the author wrote it. */
  shownFile: string
  exportName: string
  sourceMaps: boolean
}

export interface CallResult {
  outcome: Outcome
  handlerMs: number
  responseMs: number
  responseBytes: number
  logLines: number
  logsTruncated: boolean
}

export interface InstanceOptions {
  sandbox: Sandbox
  revision: Revision
  code: Code
  /** Processing time once the code is loaded. */
  cores: number
  /** Loading is bounded on its own: a handler's timeout says nothing about it. */
  loadTimeoutMs: number
  /** How long it took to have the code ready for it. */
  preparedMs: number
}

interface RunningCall {
  id: number
  http: boolean
  observer: CallObserver
  logs: LogBook
  startedAt: number
  headAt: number | null
  responseBytes: number
  timer: NodeJS.Timeout
  settle(outcome: Outcome): void
}

/** Lines written before there is a call to give them to. */
const MAX_EARLY_LINES = 1000
const MAX_LAST_WORDS = 8 * 1024

/** One running sandbox that serves one revision, and the conversation with the guest inside it. */
export class Instance {
  readonly id: string
  readonly revision: Revision
  /** Resolves with null once the code is loaded, else with what prevented it. */
  readonly ready: Promise<Outcome | null>
  /** Resolves when the instance is of no more use, whatever the reason; `destroy` is still to be called. */
  readonly unusable: Promise<void>
  state: InstanceInfo['state'] = 'starting'
  invocations = 0
  readonly startedAt = Date.now()
  lastUsedAt: number | null = null
  /** Milliseconds of monotonic time. */
  idleSince = 0
  readonly startPhases: Phases = {}

  readonly #sandbox: Sandbox
  readonly #code: Code
  readonly #cores: number
  readonly #preparedMs: number
  readonly #spawnedAt = performance.now()
  readonly #cutters: LineCutter[]
  #handshake: 'hello' | 'loading' | 'done' = 'hello'
  #resolveReady!: (outcome: Outcome | null) => void
  #resolveUnusable!: () => void
  #usable = true
  #call: RunningCall | null = null
  #lastCallId = 0
  #early: CapturedLine[] = []
  #announcedExit: number | null = null
  #lastWords = ''
  #exit: SandboxExit | null = null
  #peakMb: number | null = null
  #peakReadAt = -Infinity

  constructor(options: InstanceOptions) {
    const { loadTimeoutMs } = options
    this.#sandbox = options.sandbox
    this.#code = options.code
    this.#cores = options.cores
    this.#preparedMs = options.preparedMs
    this.id = options.sandbox.id
    this.revision = options.revision
    this.ready = new Promise((resolve) => (this.#resolveReady = resolve))
    this.unusable = new Promise((resolve) => (this.#resolveUnusable = resolve))

    const { channel, stdout, stderr, exited } = this.#sandbox
    const line = (captured: CapturedLine) => this.#line(captured)
    const [out, err] = [new LineCutter('info', Date.now, line), new LineCutter('error', Date.now, line)]
    this.#cutters = [out, err]
    stdout.on('data', (chunk: Buffer) => {
      if (this.#listening) out.push(chunk)
    })
    stderr.on('data', (chunk: Buffer) => {
      this.#lastWords = (this.#lastWords + chunk.toString('utf8')).slice(-MAX_LAST_WORDS)
      if (this.#listening) err.push(chunk)
    })
    const reader = new FrameReader((frame) => this.#frame(frame))
    channel.on('data', (chunk: Buffer) => {
      if (!this.#usable) return
      try {
        reader.push(chunk)
      } catch (error) {
        if (!(error instanceof frames.ProtocolError)) throw error
        this.#fail({ kind: 'brokeProtocol', message: error.message })
      }
    })
    // A guest that hangs up without exiting can no longer be talked to.
    channel.once('end', () =>
      setTimeout(() => this.#fail({ kind: 'brokeProtocol', message: 'The control channel was closed' }), 1000).unref(),
    )
    void exited.then((exit) => this.#exited(exit))
    const loadTimer = setTimeout(
      () => this.#fail({ kind: 'timedOut', afterMs: loadTimeoutMs, loading: true }),
      loadTimeoutMs,
    )
    void this.ready.then(() => clearTimeout(loadTimer))
  }

  get usable(): boolean {
    return this.#usable
  }

  /** Runs one call; a second one only after the first has settled. */
  call(
    call: { context: CallContext; input: CallInput; signal?: AbortSignal | undefined },
    observer: CallObserver,
  ): Promise<CallResult> {
    const { revision } = this
    const id = ++this.#lastCallId
    const { context, input, signal } = call
    const logs = new LogBook((line) => observer.log(line))
    this.invocations += 1
    this.lastUsedAt = Date.now()

    return new Promise((resolve) => {
      const startedAt = performance.now()
      const cancel = () => this.#fail({ kind: 'cancelled' })
      const running: RunningCall = {
        id,
        http: input.kind === 'http',
        observer,
        logs,
        startedAt,
        headAt: null,
        responseBytes: 0,
        timer: setTimeout(
          () => this.#fail({ kind: 'timedOut', afterMs: revision.timeoutMs, loading: false }),
          revision.timeoutMs,
        ),
        settle: (outcome) => {
          clearTimeout(running.timer)
          signal?.removeEventListener('abort', cancel)
          for (const cutter of this.#cutters) cutter.end()
          this.#call = null
          const endedAt = performance.now()
          const handlerEnd = running.headAt ?? endedAt
          resolve({
            outcome,
            handlerMs: handlerEnd - startedAt,
            responseMs: endedAt - handlerEnd,
            responseBytes: running.responseBytes,
            logLines: logs.lines,
            logsTruncated: logs.truncated,
          })
        },
      }
      this.#call = running
      for (const line of this.#early.splice(0)) logs.add(line)
      if (!this.#usable) {
        running.settle(this.#exitOutcome(this.#exit ?? { code: null, signal: null, outOfMemory: false }))
        return
      }
      if (signal?.aborted === true) {
        cancel()
        return
      }
      signal?.addEventListener('abort', cancel, { once: true })
      const meta = {
        kind: input.kind,
        context,
        remainingMs: revision.timeoutMs,
        ...(input.kind === 'http' ? { event: input.event } : {}),
      }
      const body = input.kind === 'http' ? input.body : input.payload
      this.#sandbox.channel.write(frames.encodeHeadAndBody(frames.CALL, id, meta, body))
    })
  }

  /** Lines written while loading, for the log of the call that waited for it. */
  takeEarlyLines(): CapturedLine[] {
    for (const cutter of this.#cutters) cutter.end()
    return this.#early.splice(0)
  }

  /** In MiB. Read anew after calls that took a while; short ones share a reading, which costs as much as they do. */
  peakMemoryMb(handlerMs: number): number | null {
    const now = performance.now()
    if (handlerMs > 5 || now - this.#peakReadAt > 250) {
      this.#peakMb = this.#sandbox.peakMemoryMb() ?? this.#peakMb
      this.#peakReadAt = now
    }
    return this.#peakMb
  }

  freeze(): void {
    this.#sandbox.freeze()
    this.state = 'frozen'
  }

  thaw(): void {
    this.#sandbox.thaw()
    this.state = 'idle'
  }

  destroy(): Promise<void> {
    this.state = 'stopping'
    this.#fail({ kind: 'cancelled' })
    return this.#sandbox.destroy()
  }

  #frame({ kind, call, payload }: frames.Frame): void {
    if (kind === frames.LOG) this.#logFrame(call, payload)
    else if (kind === frames.EXITING) this.#announcedExit = Number(parseObject(payload)['code'] ?? 0)
    else if (this.#handshake !== 'done') this.#handshakeFrame(kind, payload)
    else this.#callFrame(kind, call, payload)
  }

  #handshakeFrame(kind: number, payload: Buffer): void {
    const now = performance.now()
    if (this.#handshake === 'hello' && kind === frames.HELLO) {
      const bootMs = Number(parseObject(payload)['bootMs'])
      const elapsed = now - this.#spawnedAt
      this.startPhases.runtime = Math.min(Math.max(0, bootMs), elapsed)
      this.startPhases.sandbox = elapsed - this.startPhases.runtime
      this.#handshake = 'loading'
      this.#sandbox.channel.write(frames.encodeFrame(frames.INIT, 0, Buffer.from(JSON.stringify(this.#settings()))))
    } else if (this.#handshake === 'loading' && kind === frames.READY) {
      this.#handshake = 'done'
      this.startPhases.init =
        this.#preparedMs + now - this.#spawnedAt - this.startPhases.sandbox! - this.startPhases.runtime!
      this.#sandbox.limitCpu(this.#cores)
      this.#resolveReady(null)
    } else if (this.#handshake === 'loading' && kind === frames.INIT_FAILED) {
      const { error } = parseError(payload)
      this.#fail({ kind: 'loadFailed', error })
    } else {
      throw new frames.ProtocolError(`A frame of kind ${kind} came during the handshake`)
    }
  }

  #settings(): object {
    const { revision } = this
    const { task } = this.#sandbox.inner
    return {
      runtime: revision.runtime,
      memoryMb: revision.memoryMb,
      environment: revision.environment,
      taskFolder: task,
      file: `${task}/${this.#code.file}`,
      shownFile: this.#code.shownFile,
      exportName: this.#code.exportName,
      sourceMaps: this.#code.sourceMaps,
      responseBytes: LIMITS.responseBytes,
      logs: { lineBytes: LIMITS.logLineBytes, bytes: LIMITS.logBytes, lines: LIMITS.logLines },
    }
  }

  #callFrame(kind: number, id: number, payload: Buffer): void {
    if (kind === frames.FAILED) {
      const { error, code, fatal } = parseError(payload)
      // Failed outside of any call that is still open: whoever runs now is let finish.
      if (id === 0 && fatal) return this.#retire()
      const call = this.#open(id)
      if (fatal) this.#retire()
      return call.settle({ kind: 'failed', error, ...(code === undefined ? {} : { code }) })
    }
    const call = this.#open(id)
    switch (kind) {
      case frames.RESULT: {
        const { head, body } = frames.splitHeadAndBody(payload)
        this.#head(call, head)
        if (body.length > 0 && !this.#data(call, body)) return
        return call.settle({ kind: 'answered' })
      }
      case frames.HEAD:
        return this.#head(call, payload)
      case frames.DATA:
        if (call.headAt === null) throw new frames.ProtocolError('A response body came before its head')
        this.#data(call, payload)
        return
      case frames.END:
        if (call.headAt === null) throw new frames.ProtocolError('A response ended before it began')
        return call.settle({ kind: 'answered' })
      default:
        throw new frames.ProtocolError(`A frame of unknown kind ${kind}`)
    }
  }

  #open(id: number): RunningCall {
    if (this.#call === null || this.#call.id !== id)
      throw new frames.ProtocolError(`A frame names call ${id}, which is not open`)
    return this.#call
  }

  #head(call: RunningCall, payload: Buffer): void {
    if (call.headAt !== null) throw new frames.ProtocolError('A response has two heads')
    const head = parseHead(payload, call.http)
    call.headAt = performance.now()
    call.observer.head(head)
  }

  #data(call: RunningCall, bytes: Buffer): boolean {
    if (call.responseBytes + bytes.length > LIMITS.responseBytes) {
      this.#fail({ kind: 'responseTooLarge', limitBytes: LIMITS.responseBytes })
      return false
    }
    call.responseBytes += bytes.length
    const taken = call.observer.data(bytes)
    if (taken !== undefined) {
      const { channel } = this.#sandbox
      channel.pause()
      void taken.finally(() => channel.resume())
    }
    return true
  }

  #logFrame(id: number, payload: Buffer): void {
    if (id > this.#lastCallId) throw new frames.ProtocolError(`A log line names call ${id}, which has not begun`)
    // Written by work that an earlier call left behind: nobody's log, and above all not the next call's.
    if ((id !== 0 && id !== this.#call?.id) || !this.#listening) return
    this.#line(parseLine(payload, Date.now()))
  }

  /** Whether a line written now would be kept: a flood that is not costs us no more than reading it. */
  get #listening(): boolean {
    if (this.#call !== null) return !this.#call.logs.full
    return this.invocations === 0 && this.#early.length < MAX_EARLY_LINES
  }

  #line(line: CapturedLine): void {
    if (this.#call !== null) this.#call.logs.add(line)
    else if (this.#listening) this.#early.push(line)
  }

  #exited(exit: SandboxExit): void {
    this.#exit = exit
    this.#fail(this.#exitOutcome(exit))
  }

  #exitOutcome(exit: SandboxExit): Outcome {
    const { revision } = this
    if (this.#handshake === 'hello' && !exit.outOfMemory) {
      const said = this.#lastWords.trim()
      return {
        kind: 'notStarted',
        message: `The sandbox of ${revision.runtime} did not start${said === '' ? '' : `: ${said}`}`,
      }
    }
    return {
      kind: 'exited',
      exit,
      announced: this.#announcedExit,
      lastWords: this.#lastWords,
      loading: this.#handshake !== 'done',
    }
  }

  /** Ends whatever is under way with this outcome; the instance is of no more use. */
  #fail(outcome: Outcome): void {
    this.#retire()
    this.#resolveReady(outcome)
    this.#call?.settle(outcome)
  }

  #retire(): void {
    if (!this.#usable) return
    this.#usable = false
    this.#resolveUnusable()
  }
}
