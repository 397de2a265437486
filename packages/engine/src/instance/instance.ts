import { performance } from 'node:perf_hooks'
import type { CallObserver, CapturedLine, InstanceEnd, InstanceState, Phases, Revision } from '@alcove/contract'
import type { Contents, SandboxExit } from '../sandbox/sandbox.ts'
import type { Code } from '../packages/prepared.ts'
import * as frames from '../protocol/frames.ts'
import type { Blank } from './blank.ts'
import { endOf } from './ending.ts'
import type { HangFinder } from './hang/find-hang.ts'
import type { Hang } from './hang/hang.ts'
import { passOn, refuseLate } from './inner-calls.ts'
import { parseEnd, parseError, parseExitCode, parseHead, parseReady, parseResult, type GuestError } from './messages.ts'
import type { Outcome } from './outcome.ts'
import { Log } from './log.ts'
import { OpenCalls } from './open-calls.ts'
import { redactor } from './redact.ts'
import { RunningCall, type CallRequest, type CallResult } from './running-call.ts'
import { initSettings } from './settings.ts'
import { Timeline } from './timeline.ts'
import { Usage } from './usage.ts'
import type { Receiver } from './wire.ts'

export interface InstanceOptions {
  blank: Blank
  start: 'cold' | 'prewarmed'
  revision: Revision
  code: Code
  contents: Contents
  /** Calls it may work on at a time. */
  slots: number
  /** Processing time once the code is loaded. */
  cores: number
  /** Loading is bounded on its own: a handler's timeout says nothing about it. */
  loadTimeoutMs: number
  /** What bringing the code here took, and how long everything before the code could be loaded. */
  phases: Phases
  beganAt: number
  hangs: HangFinder
}

/** A call nobody waits for any more gets this long to end by itself before it costs the instance. */
const LEAVE_MS = 2000

/** One sandbox that serves one revision, and the conversation with the guest inside it. */
export class Instance implements Receiver {
  readonly id: string
  readonly revision: Revision
  readonly slots: number
  readonly start: 'cold' | 'prewarmed'
  /** Resolves with null once the code is loaded, else with what prevented it. */
  readonly ready: Promise<Outcome | null>
  /** Resolves when it takes no more calls, whatever the reason; `stop` is still to be called. */
  readonly unusable: Promise<void>
  readonly startedAt: number
  /** Monotonic milliseconds. */
  readonly bornAt = performance.now()
  idleSince = 0
  invocations = 0
  lastUsedAt: number | null = null
  /** Places in it that calls have been given: the pool's to keep. */
  leases = 0
  stopped = false
  /** What made it unusable. */
  failure: Outcome | null = null
  end: InstanceEnd | null = null
  endedAt: number | null = null
  readonly startPhases: Phases
  /** Milliseconds from the first step of its start until it was ready. */
  startMs = 0
  readonly usage: Usage

  readonly #options: InstanceOptions
  readonly #blank: Blank
  readonly #timeline: Timeline
  readonly #log: Log
  readonly #redact: ((text: string) => string) | null
  readonly #calls = new OpenCalls()
  /** Calls that ended without the guest's word: it may still give it. Only in an instance that takes no more calls. */
  readonly #unanswered = new Set<number>()
  #state: InstanceState = 'starting'
  #loaded = false
  #usable = true
  #resolveReady!: (outcome: Outcome | null) => void
  #resolveUnusable!: () => void
  #lastCallId = 0
  #announcedExit: number | null = null
  #exit: SandboxExit | null = null

  /** @param options its blank has been filled with the contents, or has failed */
  constructor(options: InstanceOptions) {
    const { blank, revision } = options
    this.#options = options
    this.#blank = blank
    this.id = blank.sandbox.id
    this.revision = revision
    this.slots = options.slots
    this.start = options.start
    // One that waited as a blank was nobody's until now.
    this.startedAt = options.start === 'cold' ? blank.startedAt : Date.now()
    this.startPhases = { ...options.phases }
    this.#timeline = new Timeline(this.startedAt)
    this.#log = new Log(this.#calls)
    this.#redact = redactor(revision.secrets)
    this.usage = new Usage(blank.sandbox)
    this.ready = new Promise((resolve) => (this.#resolveReady = resolve))
    this.unusable = new Promise((resolve) => (this.#resolveUnusable = resolve))
    if (blank.failure !== null) {
      this.#exit = blank.exit
      this.#fail(blank.failure)
      return
    }
    blank.wire.receiver = this
    this.#load()
  }

  get state(): InstanceState {
    return this.#state
  }

  get usable(): boolean {
    return this.#usable
  }

  get inFlight(): number {
    return this.#calls.size
  }

  get memoryMb(): number {
    return this.revision.memoryMb
  }

  /** Runs one call beside at most `slots - 1` others. */
  call(request: CallRequest, observer: CallObserver): Promise<CallResult> {
    const { revision } = this
    const { context, input, signal } = request
    const call = new RunningCall(++this.#lastCallId, request, observer, this.#redact)
    const now = Date.now()
    this.invocations += 1
    this.lastUsedAt = now
    this.#calls.add(call)
    this.#state = 'busy'
    this.#timeline.enter('busy', now)
    this.#log.giveEarly(call)
    if (!this.#usable) {
      this.#settle(call, this.#exitOutcome(this.#exit ?? { code: null, signal: null, outOfMemory: false }))
      return call.result
    }
    if (signal?.aborted === true) {
      this.#settle(call, { kind: 'cancelled' })
      return call.result
    }
    const { wire } = this.#blank
    call.watch(
      revision.timeoutMs,
      () => wire.guardAsync(() => this.#late(call)),
      signal,
      () => wire.guard(() => this.#leave(call, { kind: 'cancelled' })),
    )
    const meta =
      input.kind === 'http'
        ? { kind: 'http', context, remainingMs: revision.timeoutMs, event: input.event }
        : { kind: 'event', context, remainingMs: revision.timeoutMs }
    const body = input.kind === 'http' ? input.body : input.payload
    const frame = frames.encodeHeadAndBody(frames.CALL, call.id, meta, body)
    if (this.slots === 1) wire.send(frame)
    else wire.sendTogether(frame)
    return call.result
  }

  /** Lines written while loading, for the log of the call that waited for it. */
  takeEarlyLines(): CapturedLine[] {
    return this.#log.takeEarly()
  }

  freeze(): void {
    this.#blank.sandbox.freeze()
    this.#enter('frozen')
  }

  thaw(): void {
    this.#blank.sandbox.thaw()
    this.#enter('idle')
  }

  /** Ends it for this reason, unless it has ended for another one already. Resolves when nothing of it is left. */
  async stop(reason: InstanceEnd['reason'], detail: string): Promise<void> {
    this.stopped = true
    this.end ??= { reason, detail, invocationId: null, exitCode: null, signal: null, stack: null }
    this.usage.readPeak()
    this.#timeline.enter('idle', Date.now())
    this.#state = 'stopping'
    this.#fail({ kind: 'cancelled' })
    try {
      await this.#blank.destroy()
    } finally {
      this.endedAt = Date.now()
    }
  }

  timeline(now: number): ReturnType<Timeline['segments']> {
    return this.#timeline.segments(now)
  }

  frame({ kind, call, payload }: frames.Frame): void {
    if (kind === frames.LOG) this.#log.frame(call, payload, this.#lastCallId)
    else if (kind === frames.EXITING) this.#announcedExit = parseExitCode(payload)
    else if (this.#loaded) this.#callFrame(kind, call, payload)
    else if (kind === frames.READY) this.#becomeReady(payload)
    else if (kind === frames.INIT_FAILED) this.#fail({ kind: 'loadFailed', error: this.#parseError(payload).error })
    else throw new frames.ProtocolError(`A frame of kind ${kind} came during the handshake`)
  }

  output(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    this.#log.output(stream, chunk)
  }

  broken(message: string): void {
    this.#fail({ kind: 'brokeProtocol', message })
  }

  exited(exit: SandboxExit): void {
    this.#exit = exit
    this.#log.flush()
    this.#fail(this.#exitOutcome(exit))
  }

  #load(): void {
    const { revision, code, loadTimeoutMs, slots } = this.#options
    const late = setTimeout(() => this.#blank.wire.guardAsync(() => this.#lateLoad()), loadTimeoutMs)
    void this.ready.then(() => clearTimeout(late))
    const settings = initSettings(revision, code, this.#blank.sandbox.inner, slots)
    this.#blank.wire.send(frames.encodeFrame(frames.INIT, 0, Buffer.from(JSON.stringify(settings))))
  }

  #becomeReady(payload: Buffer): void {
    parseReady(payload)
    const now = performance.now()
    this.#loaded = true
    this.startPhases.init = now - this.bornAt
    this.startMs = now - this.#options.beganAt
    this.#blank.sandbox.limitCpu(this.#options.cores)
    this.#enter('idle')
    this.#resolveReady(null)
  }

  #enter(state: 'idle' | 'frozen'): void {
    this.#state = state
    this.#timeline.enter(state, Date.now())
  }

  #callFrame(kind: number, id: number, payload: Buffer): void {
    if (kind === frames.FAILED) return this.#failedFrame(id, payload)
    const { wire } = this.#blank
    const call = this.#calls.get(id)
    if (call === undefined) {
      if (kind === frames.INVOKE && this.#hasBegun(id)) return refuseLate(id, payload, wire)
      return this.#lateFrame(kind, id)
    }
    switch (kind) {
      case frames.RESULT: {
        const { head, body } = parseResult(payload, call.http)
        call.head(head)
        if (call.body(body)) this.#settle(call, { kind: 'answered' })
        else this.#failCall(call, { kind: 'responseTooLarge' })
        return
      }
      case frames.HEAD:
        return call.head(parseHead(payload, call.http))
      case frames.DATA:
        if (!call.piece(payload, (bytes) => wire.grant(id, bytes))) this.#failCall(call, { kind: 'responseTooLarge' })
        return
      case frames.END:
        parseEnd(payload)
        call.mayEnd()
        return this.#settle(call, { kind: 'answered' })
      case frames.INVOKE:
        return passOn(call, payload, wire)
      default:
        throw new frames.ProtocolError(`A frame of unknown kind ${kind}`)
    }
  }

  /** The rest of a call that has ended here is dropped, up to its last frame: its neighbours have no part in it. */
  #lateFrame(kind: number, id: number): void {
    if (!this.#unanswered.has(id)) throw new frames.ProtocolError(`A frame names call ${id}, which is not open`)
    if (kind === frames.RESULT || kind === frames.END || kind === frames.FAILED) this.#unanswered.delete(id)
    else if (kind !== frames.HEAD && kind !== frames.DATA) {
      throw new frames.ProtocolError(`A frame of unknown kind ${kind}`)
    }
  }

  #hasBegun(id: number): boolean {
    return id > 0 && id <= this.#lastCallId
  }

  #failedFrame(id: number, payload: Buffer): void {
    const { error, code, fatal } = this.#parseError(payload)
    const outcome: Outcome = { kind: 'failed', error, ...(code === undefined ? {} : { code }) }
    const call = this.#calls.get(id)
    // Failed outside of any call that is still open: calls in flight run to completion.
    if (fatal && call === undefined && (id === 0 || this.#hasBegun(id))) {
      this.#unanswered.delete(id)
      return this.#retire(outcome, null)
    }
    if (call === undefined) return this.#lateFrame(frames.FAILED, id)
    if (fatal) this.#failCall(call, outcome)
    else this.#settle(call, outcome)
  }

  #parseError(payload: Buffer): GuestError {
    const parsed = parseError(payload)
    const redact = this.#redact
    if (redact === null) return parsed
    const { name, message, stack } = parsed.error
    const error = { name, message: redact(message), ...(stack === undefined ? {} : { stack: redact(stack) }) }
    return { ...parsed, error }
  }

  #exitOutcome(exit: SandboxExit): Outcome {
    const { lastWords } = this.#log
    return { kind: 'exited', exit, announced: this.#announcedExit, lastWords, loading: !this.#loaded }
  }

  /** Where it stands is worth a moment's wait; who shares the instance is not disturbed for longer than that. */
  async #late(call: RunningCall): Promise<void> {
    if (call.leaving !== null) return this.#failCall(call, call.leaving)
    // What took so long is somebody who reads slowly: no fault of the code, and no reason to end it.
    if (call.waitsForReader) return this.#leave(call, this.#timedOut(null))
    call.overdue = true
    this.#stopTaking()
    const outcome = this.#timedOut(await this.#findHang())
    if (call.open && this.slots > 1) this.#blank.wire.cancel(call.id)
    this.#failCall(call, outcome)
  }

  /**
   * Nobody waits for the call any more. Its code is told, and as soon as it has ended the instance is as good as before.
   * Where calls share an instance one that does not end is in nobody's way, and has its time like any other.
   */
  #leave(call: RunningCall, outcome: Outcome): void {
    if (!call.open || call.leaving !== null) return
    const { wire } = this.#blank
    const graceMs = this.slots > 1 && outcome.kind === 'cancelled' ? null : LEAVE_MS
    call.leave(outcome, graceMs, () => wire.guard(() => this.#failCall(call, outcome)))
    wire.cancel(call.id)
  }

  #timedOut(hang: Hang | null): Outcome {
    return { kind: 'timedOut', afterMs: this.revision.timeoutMs, loading: false, hang }
  }

  async #lateLoad(): Promise<void> {
    const hang = await this.#findHang()
    this.#fail({ kind: 'timedOut', afterMs: this.#options.loadTimeoutMs, loading: true, hang })
  }

  #findHang(): Promise<Hang | null> {
    const { hangs, contents, revision } = this.#options
    return hangs.find(this.#blank, contents.task, revision.functionId)
  }

  /** One call ends without the guest's word. The instance takes no more, and the others in it are let finish. */
  #failCall(call: RunningCall, outcome: Outcome): void {
    if (!call.open) return
    this.#unanswered.add(call.id)
    this.#retire(outcome, call)
    this.#settle(call, outcome)
  }

  #settle(call: RunningCall, given: Outcome): void {
    const spoken = given.kind === 'answered' || given.kind === 'failed'
    const meant = spoken && call.leaving !== null ? call.leaving : given
    const outcome = call.overdue && meant.kind === 'answered' ? this.#timedOut(null) : meant
    try {
      this.#log.flush()
    } finally {
      this.#calls.remove(call)
      this.#timeline.callEnded()
      if (this.#calls.size === 0 && this.#state === 'busy') this.#enter('idle')
      call.settle(outcome)
    }
  }

  /** Ends whatever is under way with this outcome; the instance is of no more use. */
  #fail(outcome: Outcome): void {
    this.#blank.wire.deafen()
    this.#retire(outcome, this.#calls.oldest ?? null)
    this.#resolveReady(outcome)
    for (const call of this.#calls.all()) this.#settle(call, outcome)
  }

  #retire(outcome: Outcome, call: RunningCall | null): void {
    this.failure ??= outcome
    this.end ??= endOf(outcome, {
      invocationId: call?.invocationId ?? null,
      memoryMb: this.revision.memoryMb,
      peakMb: this.usage.readPeak(),
      redact: this.#redact,
    })
    this.#stopTaking()
  }

  #stopTaking(): void {
    if (!this.#usable) return
    this.#usable = false
    this.#resolveUnusable()
  }
}
