import type { CapturedLine, InstanceEndReason, InstanceState, Phases, Revision } from '@alcove/contract'
import type { Outcome } from '../../instance/outcome.ts'
import type { Clock } from '../clock.ts'
import type { PooledInstance } from '../pooled-instance.ts'

export const CRASHED: Outcome = { kind: 'notStarted', message: 'It crashed' }

export interface FakeInstanceOptions {
  id: string
  revision: Revision
  start: 'cold' | 'prewarmed'
  clock: Clock
  /** How long ending it takes, and whether that fails. */
  stopMs: number
  stopFails: boolean
  onStop?(reason: InstanceEndReason): void
  /** Called when nothing is left of it, before the pool is told. */
  onGone(): void
}

/** An instance without a sandbox. A test says when it is ready, when a call begins and ends, and when it dies. */
export class FakeInstance implements PooledInstance {
  readonly id: string
  readonly revision: Revision
  readonly start: 'cold' | 'prewarmed'
  readonly ready: Promise<Outcome | null>
  readonly unusable: Promise<void>
  readonly createdAt: number
  readonly startPhases: Phases = { sandbox: 10, runtime: 10 }
  startMs = 0
  usable = true
  failure: Outcome | null = null
  state: InstanceState = 'starting'
  stopped = false
  invocations = 0
  settingUp = false
  leases = 0
  idleSince = 0
  /** What to do with each running call when it is cut off. */
  readonly calls = new Set<() => void>()
  readonly usage = { crowded: false, cpuNow: () => 0, setCpuWeight() {} }
  readonly #options: FakeInstanceOptions
  #resolveReady!: (outcome: Outcome | null) => void
  #resolveUnusable!: () => void

  constructor(options: FakeInstanceOptions) {
    this.#options = options
    this.id = options.id
    this.revision = options.revision
    this.start = options.start
    this.createdAt = options.clock.now()
    this.ready = new Promise((resolve) => (this.#resolveReady = resolve))
    this.unusable = new Promise((resolve) => (this.#resolveUnusable = resolve))
  }

  becomeReady(): void {
    if (!this.usable) return
    this.startMs = this.#options.clock.now() - this.createdAt
    this.state = 'idle'
    this.#resolveReady(null)
  }

  begin(cutOff: () => void): void {
    this.invocations += 1
    this.state = 'busy'
    this.calls.add(cutOff)
  }

  end(cutOff: () => void): void {
    this.calls.delete(cutOff)
    if (this.calls.size === 0 && this.state === 'busy') this.state = 'idle'
  }

  die(outcome: Outcome): void {
    if (!this.usable) return
    this.usable = false
    this.failure = outcome
    this.#resolveUnusable()
    this.#resolveReady(outcome)
    for (const cutOff of this.calls) cutOff()
  }

  freeze(): void {
    if (this.state !== 'idle') throw new Error(`An instance that is ${this.state} was frozen`)
    this.state = 'frozen'
  }

  thaw(): void {
    this.state = 'idle'
  }

  stop(reason: InstanceEndReason): Promise<void> {
    if (this.stopped) throw new Error('An instance was stopped twice')
    const { clock, stopMs, stopFails, onGone } = this.#options
    this.stopped = true
    this.#options.onStop?.(reason)
    this.state = 'stopping'
    this.die({ kind: 'cancelled' })
    return new Promise((resolve, reject) => {
      clock.after(stopMs, () => {
        onGone()
        if (stopFails) reject(new Error('A folder is in use'))
        else resolve()
      })
    })
  }

  takeEarlyLines(): CapturedLine[] {
    return []
  }
}
