import { performance } from 'node:perf_hooks'
import type { CallObserver, CapturedLine, InstanceEnd, InstanceState, Phases, Revision } from '@alcove/contract'
import type { Contents, SandboxExit } from '../sandbox/sandbox.ts'
import type { Code } from '../packages/prepared.ts'
import * as frames from '../protocol/frames.ts'
import type { Blank } from './blank.ts'
import { endOf } from './ending.ts'
import type { Standstill, Standstills } from './hang/standstill.ts'
import { passOn, refuseLate } from './inner-calls.ts'
import { parseError, parseObject } from './messages.ts'
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
  standstills: Standstills
}

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
    const cancelled = () => this.#failCall(call, { kind: 'cancelled' })
    if (signal?.aborted === true) {
      cancelled()
      return call.result
    }
    call.watch(revision.timeoutMs, () => void this.#late(call), signal, cancelled)
    const meta =
      input.kind === 'http'
        ? { kind: 'http', context, remainingMs: revision.timeoutMs, event: input.event }
        : { kind: 'event', context, remainingMs: revision.timeoutMs }
    const body = input.kind === 'http' ? input.body : input.payload
    const frame = frames.encodeHeadAndBody(frames.CALL, call.id, meta, body)
    if (this.slots === 1) this.#blank.wire.send(frame)
    else this.#blank.wire.sendTogether(frame)
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
    else if (kind === frames.EXITING) this.#announcedExit = Number(parseObject(payload)['code'] ?? 0)
    else if (this.#loaded) this.#callFrame(kind, call, payload)
    else if (kind === frames.READY) this.#becomeReady()
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
    const late = setTimeout(() => void this.#lateLoad(), loadTimeoutMs)
    void this.ready.then(() => clearTimeout(late))
    const settings = initSettings(revision, code, this.#blank.sandbox.inner, slots)
    this.#blank.wire.send(frames.encodeFrame(frames.INIT, 0, Buffer.from(JSON.stringify(settings))))
  }

  #becomeReady(): void {
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
    if (kind === frames.INVOKE && this.#calls.get(id) === undefined && id <= this.#lastCallId) {
      return refuseLate(id, payload, (frame) => this.#blank.wire.send(frame))
    }
    const call = this.#open(id)
    switch (kind) {
      case frames.RESULT: {
        const { head, body } = frames.splitHeadAndBody(payload)
        call.head(head)
        if (body.length > 0 && !this.#data(call, body)) return
        return this.#settle(call, { kind: 'answered' })
      }
      case frames.HEAD:
        return call.head(payload)
      case frames.DATA:
        this.#data(call, payload)
        return
      case frames.END:
        call.mayEnd()
        return this.#settle(call, { kind: 'answered' })
      case frames.INVOKE:
        return passOn(call, payload, (frame) => this.#blank.wire.send(frame))
      default:
        throw new frames.ProtocolError(`A frame of unknown kind ${kind}`)
    }
  }

  #failedFrame(id: number, payload: Buffer): void {
    const { error, code, fatal } = this.#parseError(payload)
    const outcome: Outcome = { kind: 'failed', error, ...(code === undefined ? {} : { code }) }
    // Failed outside of any call that is still open: whoever runs now is let finish.
    if (id === 0 && fatal) return this.#retire(outcome, null)
    const call = this.#open(id)
    if (fatal) this.#retire(outcome, call)
    this.#settle(call, outcome)
  }

  #parseError(payload: Buffer): ReturnType<typeof parseError> {
    const parsed = parseError(payload)
    const redact = this.#redact
    if (redact === null) return parsed
    const { name, message, stack } = parsed.error
    const error = { name, message: redact(message), ...(stack === undefined ? {} : { stack: redact(stack) }) }
    return { ...parsed, error }
  }

  #open(id: number): RunningCall {
    const call = this.#calls.get(id)
    if (call === undefined) throw new frames.ProtocolError(`A frame names call ${id}, which is not open`)
    return call
  }

  #data(call: RunningCall, bytes: Buffer): boolean {
    const taken = call.data(bytes)
    if (taken === null) {
      this.#failCall(call, { kind: 'responseTooLarge' })
      return false
    }
    if (taken !== undefined) this.#blank.wire.holdUntil(taken)
    return true
  }

  #exitOutcome(exit: SandboxExit): Outcome {
    const { lastWords } = this.#log
    return { kind: 'exited', exit, announced: this.#announcedExit, lastWords, loading: !this.#loaded }
  }

  /** Where it stands is worth a moment's wait; who shares the instance is not disturbed for longer than that. */
  async #late(call: RunningCall): Promise<void> {
    call.overdue = true
    this.#stopTaking()
    this.#failCall(call, this.#timedOut(await this.#standstill()))
  }

  #timedOut(hang: Standstill | null): Outcome {
    return { kind: 'timedOut', afterMs: this.revision.timeoutMs, loading: false, hang }
  }

  async #lateLoad(): Promise<void> {
    const hang = await this.#standstill()
    this.#fail({ kind: 'timedOut', afterMs: this.#options.loadTimeoutMs, loading: true, hang })
  }

  #standstill(): Promise<Standstill | null> {
    const { standstills, contents, revision } = this.#options
    return standstills.find(this.#blank, contents.task, revision.functionId)
  }

  /** One call ends badly. The instance takes no more, and the others in it are let finish. */
  #failCall(call: RunningCall, outcome: Outcome): void {
    if (!call.open) return
    this.#retire(outcome, call)
    this.#settle(call, outcome)
  }

  #settle(call: RunningCall, given: Outcome): void {
    const outcome = call.overdue && given.kind === 'answered' ? this.#timedOut(null) : given
    this.#log.flush()
    this.#calls.remove(call)
    this.#timeline.callEnded()
    if (this.#calls.size === 0 && this.#state === 'busy') this.#enter('idle')
    call.settle(outcome)
  }

  /** Ends whatever is under way with this outcome; the instance is of no more use. */
  #fail(outcome: Outcome): void {
    this.#retire(outcome, this.#calls.oldest ?? null)
    this.#resolveReady(outcome)
    this.#blank.wire.deafen()
    for (const call of this.#calls.all()) this.#settle(call, outcome)
  }

  #retire(outcome: Outcome, call: RunningCall | null): void {
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
