import type { CallContext, CallInput, CallObserver, CallReport, Isolation, Revision, Runtime } from '@alcove/contract'

export interface Call {
  revision: Revision
  context: CallContext
  input: CallInput
  /** Aborting cancels the call: its instance is destroyed if it had started. */
  signal?: AbortSignal
}

export interface InstanceInfo {
  id: string
  spaceId: string
  functionId: string
  revision: string
  runtime: Runtime
  state: 'starting' | 'idle' | 'busy' | 'frozen' | 'stopping'
  isolation: Isolation
  invocations: number
  memoryMb: number
  /** Milliseconds since the epoch. */
  startedAt: number
  lastUsedAt: number | null
}

export interface EngineInfo {
  ready: boolean
  isolation: Isolation
  ociRuntime: string | null
  reason: string | null
  remedy: string | null
  runtimes: { name: Runtime; version: string; available: boolean }[]
  instances: number
  busy: number
  queued: number
  memoryMb: { used: number; budget: number }
}

/** The data plane: takes a revision and an event, gives a result. Knows no accounts, spaces or SQL. */
export interface Engine {
  /** Resolves with what became of the call, whatever the function did; rejects only on a bug of ours. */
  invoke(call: Call, observer: CallObserver): Promise<CallReport>
  info(): EngineInfo
  instances(): InstanceInfo[]
  /** Lets busy instances of the function finish, then destroys them; idle ones go at once. */
  retire(functionId: string): Promise<void>
  /** Stops taking calls, lets running ones finish for `graceMs`, destroys every instance and leaves nothing behind. */
  close(graceMs?: number): Promise<void>
}
