import { performance } from 'node:perf_hooks'
import type { CallObserver, CapturedLine, InstanceEnd, InstanceState, Phases, Revision } from '@alcove/contract'
import type { GuestLogpoint, LogpointReport } from '../engine.ts'
import type { Contents, SandboxExit } from '../sandbox/sandbox.ts'
import type { Code } from '../packages/prepared.ts'
import * as frames from '../protocol/frames.ts'
import type { GuestSandbox } from './guest-sandbox.ts'
import { endOf } from './ending.ts'
import type { DebugLink } from './debug-link.ts'
import type { HangFinder } from './hang/find-hang.ts'
import type { Hang } from './hang/hang.ts'
import { CallFrames, encodeCall } from './call-frames.ts'
import { parseError, parseExitCode, parseReady } from './messages.ts'
import type { Outcome } from './outcome.ts'
import { LiveLogpoints } from './live-logpoints.ts'
import { Log } from './log.ts'
import { OpenCalls } from './open-calls.ts'
import { cutRedactor, redactError, redactor } from './redact.ts'
import { RunningCall, type CallRequest, type CallResult } from './running-call.ts'
import { initSettings } from './settings.ts'
import { Timeline } from './timeline.ts'
import { Usage } from './usage.ts'
import type { Receiver } from './wire.ts'

export interface InstanceOptions {
  guest: GuestSandbox
  start: 'cold' | 'prewarmed'
  revision: Revision
  code: Code
  contents: Contents
  /** Maximum concurrent calls. */
  slots: number
  /** CPU limit once the code is loaded. */
  cores: number
  /** Loading has its own limit: the function's timeout applies to calls only. */
  loadTimeoutMs: number
  /** How long preparing the code and starting the sandbox took. */
  phases: Phases
  beganAt: number
  hangs: HangFinder
  /** Set for an instance under a debugger. It serves no callers. */
  debug?: DebugLink | undefined
}

/** A cancelled call has this long to end before the instance is ended. */
const CANCEL_GRACE_MS = 2000

/** One sandbox that serves one revision. Speaks the frame protocol with the guest inside. */
export class Instance implements Receiver {
  readonly id: string
  readonly revision: Revision
  readonly slots: number
  readonly start: 'cold' | 'prewarmed'
  /** Resolves with null once the code is loaded, otherwise with the reason it is not. */
  readonly ready: Promise<Outcome | null>
  /** Resolves when the instance takes no more calls, for whatever reason. The owner then calls `stop`. */
  readonly unusable: Promise<void>
  readonly startedAt: number
  /** Monotonic milliseconds. */
  readonly createdAt = performance.now()
  idleSince = 0
  invocations = 0
  lastUsedAt: number | null = null
  /** Slots handed out to calls. Kept by the pool. */
  leases = 0
  stopped = false
  /** Why the instance became unusable. */
  failure: Outcome | null = null
  end: InstanceEnd | null = null
  endedAt: number | null = null
  readonly startPhases: Phases
  /** Milliseconds from the first step of the start to READY. */
  startMs = 0
  readonly usage: Usage

  readonly #options: InstanceOptions
  readonly #guest: GuestSandbox
  readonly #timeline: Timeline
  readonly #log: Log
  readonly #redact: ((text: string) => string) | null
  readonly #calls = new OpenCalls()
  readonly #callFrames: CallFrames
  readonly #logpoints: LiveLogpoints
  #state: InstanceState = 'starting'
  #loaded = false
  #usable = true
  #resolveReady!: (outcome: Outcome | null) => void
  #resolveUnusable!: () => void
  #announcedExit: number | null = null
  #exit: SandboxExit | null = null

  /** @param options its guest sandbox has been filled with the contents, or has failed */
  constructor(options: InstanceOptions) {
    const { guest, revision } = options
    this.#options = options
    this.#guest = guest
    this.id = guest.sandbox.id
    this.revision = revision
    this.slots = options.slots
    this.start = options.start
    // A prewarmed sandbox belonged to no function until now.
    this.startedAt = options.start === 'cold' ? guest.startedAt : Date.now()
    this.startPhases = { ...options.phases }
    this.#timeline = new Timeline(this.startedAt)
    this.#log = new Log(this.#calls)
    this.#redact = redactor(revision.secrets)
    this.#callFrames = new CallFrames({
      calls: this.#calls,
      wire: guest.wire,
      shared: options.slots > 1,
      redact: this.#redact,
      ends: {
        settle: (call, outcome) => this.#settle(call, outcome),
        fail: (call, outcome) => (call === null ? this.#retire(outcome, null) : this.#failCall(call, outcome)),
      },
    })
    this.#logpoints = new LiveLogpoints(guest.wire, this.#redact)
    this.usage = new Usage(guest.sandbox)
    this.ready = new Promise((resolve) => (this.#resolveReady = resolve))
    this.unusable = new Promise((resolve) => (this.#resolveUnusable = resolve))
    if (guest.failure !== null) {
      this.#exit = guest.exit
      this.#fail(guest.failure)
      return
    }
    guest.wire.receiver = this
    options.debug?.connect(guest.wire, {
      redact: cutRedactor(revision.secrets),
      onPaused: (paused) => {
        for (const call of this.#calls.all()) {
          if (paused) call.holdTime()
          else call.releaseTime()
        }
      },
    })
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

  /** Runs one call, alongside at most `slots - 1` others. */
  call(request: CallRequest, observer: CallObserver): Promise<CallResult> {
    const { revision } = this
    const { signal } = request
    const call = new RunningCall(this.#calls.newId(), request, observer, this.#redact)
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
    const { wire } = this.#guest
    call.watch(
      revision.timeoutMs,
      () => wire.guardAsync(() => this.#late(call)),
      signal,
      () => wire.guard(() => this.#cancel(call, { kind: 'cancelled' })),
    )
    // A timer of the code may have met a breakpoint before the call came.
    if (this.#options.debug?.paused === true) call.holdTime()
    const frame = encodeCall(call.id, request, revision.timeoutMs)
    if (this.slots === 1) wire.send(frame)
    else wire.sendTogether(frame)
    return call.result
  }

  /** Milliseconds that the call under a debugger has used of its time limit; null when none is held. */
  get heldAtMs(): number | null {
    const leftMs = this.#calls.oldest?.leftMs ?? null
    return leftMs === null ? null : this.revision.timeoutMs - leftMs
  }

  /** Lines written during loading. They go to the log of the call that waited for it. */
  takeEarlyLines(): CapturedLine[] {
    return this.#log.takeEarly()
  }

  /** Whether it has something to do without a call, and must not be frozen. */
  get settingUp(): boolean {
    return this.#logpoints.setting
  }

  /** Writes log lines at these places from now on, and at no others. Call it once the code is loaded. */
  setLogpoints(points: readonly GuestLogpoint[], onReport: (report: LogpointReport) => void): void {
    if (this.#usable) this.#logpoints.set(points, onReport)
  }

  freeze(): void {
    this.#guest.sandbox.freeze()
    this.#enter('frozen')
  }

  thaw(): void {
    this.#guest.sandbox.thaw()
    this.#enter('idle')
  }

  /** Ends the instance, keeping an earlier reason if there is one. Resolves when everything is cleaned up. */
  async stop(reason: InstanceEnd['reason'], detail: string): Promise<void> {
    this.stopped = true
    this.end ??= { reason, detail, invocationId: null, exitCode: null, signal: null, stack: null }
    this.usage.readPeak()
    this.#timeline.enter('idle', Date.now())
    this.#state = 'stopping'
    this.#fail({ kind: 'cancelled' })
    try {
      await this.#guest.destroy()
    } finally {
      this.endedAt = Date.now()
    }
  }

  timeline(now: number): ReturnType<Timeline['segments']> {
    return this.#timeline.segments(now)
  }

  frame({ kind, call, payload }: frames.Frame): void {
    if (kind === frames.LOG) this.#log.frame(call, payload)
    else if (kind === frames.EXITING) this.#announcedExit = parseExitCode(payload)
    else if (this.#options.debug?.frame(kind, call, payload) === true) return
    else if (this.#logpoints.frame(kind, payload)) return
    else if (this.#loaded) this.#callFrames.receive(kind, call, payload)
    else if (kind === frames.READY) this.#becomeReady(payload)
    else if (kind === frames.INIT_FAILED)
      this.#fail({ kind: 'loadFailed', error: redactError(parseError(payload).error, this.#redact) })
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
    const { revision, code, loadTimeoutMs, slots, debug } = this.#options
    // A debugged load waits for its developer.
    if (debug === undefined) {
      const late = setTimeout(() => this.#guest.wire.guardAsync(() => this.#lateLoad()), loadTimeoutMs)
      void this.ready.then(() => clearTimeout(late))
    }
    const settings = {
      ...initSettings(revision, code, this.#guest.sandbox.inner, slots),
      ...(debug !== undefined && { debug: true }),
    }
    this.#guest.wire.send(frames.encodeFrame(frames.INIT, 0, Buffer.from(JSON.stringify(settings))))
  }

  #becomeReady(payload: Buffer): void {
    parseReady(payload)
    const now = performance.now()
    this.#loaded = true
    this.startPhases.init = now - this.createdAt
    this.startMs = now - this.#options.beganAt
    this.#guest.sandbox.limitCpu(this.#options.cores)
    this.#enter('idle')
    this.#resolveReady(null)
  }

  #enter(state: 'idle' | 'frozen'): void {
    this.#state = state
    this.#timeline.enter(state, Date.now())
  }

  #exitOutcome(exit: SandboxExit): Outcome {
    const { stderrTail } = this.#log
    return { kind: 'exited', exit, announced: this.#announcedExit, stderrTail, loading: !this.#loaded }
  }

  /** Finds the stack before it reports the timeout. That takes bounded time, since other calls share the instance. */
  async #late(call: RunningCall): Promise<void> {
    if (call.cancelOutcome !== null) return this.#failCall(call, call.cancelOutcome)
    // The caller reads slowly. The code is not at fault, so the instance may live on.
    if (call.waitsForReader) return this.#cancel(call, this.#timedOut(null))
    call.overdue = true
    this.#logpoints.endAll('a call ran out of time')
    this.#stopTaking()
    const outcome = this.#timedOut(await this.#findHang())
    if (call.open && this.slots > 1) this.#guest.wire.cancel(call.id)
    this.#failCall(call, outcome)
  }

  /**
   * Cancels a call that nobody waits for any more. Once its code has returned, the instance takes the next call. A
   * cancelled call in a shared instance blocks nobody, so it may use its full timeout.
   */
  #cancel(call: RunningCall, outcome: Outcome): void {
    if (!call.open || call.cancelOutcome !== null) return
    const { wire } = this.#guest
    const graceMs = this.slots > 1 && outcome.kind === 'cancelled' ? null : CANCEL_GRACE_MS
    call.cancel(outcome, graceMs, () => wire.guard(() => this.#failCall(call, outcome)))
    wire.cancel(call.id)
  }

  #timedOut(hang: Hang | null): Outcome {
    return { kind: 'timedOut', afterMs: this.revision.timeoutMs, loading: false, hang }
  }

  async #lateLoad(): Promise<void> {
    const hang = await this.#findHang()
    this.#fail({ kind: 'timedOut', afterMs: this.#options.loadTimeoutMs, loading: true, hang })
  }

  async #findHang(): Promise<Hang | null> {
    const { hangs, contents, revision, debug } = this.#options
    // Its developer sees where it is.
    if (debug !== undefined) return null
    this.#log.muted = this.#guest.runtime.hang?.kind === 'signal'
    try {
      return await hangs.find(this.#guest, contents.task, revision.functionId)
    } finally {
      this.#log.muted = false
    }
  }

  /**
   * Settles a call without an answer from the guest. The instance takes no more calls; the others in it run to
   * completion.
   */
  #failCall(call: RunningCall, outcome: Outcome): void {
    if (!call.open) return
    this.#callFrames.dropAnswer(call.id)
    this.#retire(outcome, call)
    this.#settle(call, outcome)
  }

  #settle(call: RunningCall, given: Outcome): void {
    const spoken = given.kind === 'answered' || given.kind === 'failed'
    const meant = spoken && call.cancelOutcome !== null ? call.cancelOutcome : given
    const outcome = call.overdue && meant.kind === 'answered' ? this.#timedOut(null) : meant
    try {
      this.#log.flush()
      call.logs.end()
    } finally {
      this.#calls.remove(call)
      this.#timeline.callEnded()
      if (this.#calls.size === 0 && this.#state === 'busy') this.#enter('idle')
      call.settle(outcome)
    }
  }

  /** Settles every open call with this outcome. The instance is unusable afterwards. */
  #fail(outcome: Outcome): void {
    this.#guest.wire.ignoreFrames()
    if (outcome.kind === 'exited' && this.#calls.size > 0) this.#logpoints.endAll('an instance ended in a call')
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
