import type {
  BuildKind,
  CallContext,
  CallInput,
  CallObserver,
  CallReport,
  Diagnostic,
  Egress,
  EngineStatus,
  InstanceRecord,
  Revision,
  Runtime,
} from '@alcove/contract'

export type { InstanceRecord } from '@alcove/contract'

export interface Call {
  revision: Revision
  context: CallContext
  input: CallInput
  /** Aborting cancels the call: its code is told. `invoke` resolves when that has ended, or has had its time to. */
  signal?: AbortSignal
}

/** A revision that calls can name now. */
export interface ServedRevision {
  revision: Revision
  /** Hold `scaling.minInstances` ready: something (an alias, a trigger) points at it. */
  keepReady: boolean
  /** Its first call is likely soon: unpack and bundle its code now rather than then. */
  prepare: boolean
}

export interface BuildRequest {
  key: string
  kind: BuildKind
  runtime: Runtime
  /** Who it is built for: spaces take turns. */
  spaceId: string
  /** Blob of the code: a zip. */
  codeHash: string
  /** Paths of its files that decide the outcome; the build sees no others. */
  inputs: readonly string[]
  /** Layers are on the class path of a Java build. */
  layers: Revision['layers']
  /** What it may connect to, besides the registries. */
  egress: Egress
  /** Refuse to build on anything but the oci driver. */
  requireIsolation: boolean
  signal?: AbortSignal
}

export interface BuildReport {
  /** Blob of what is laid over the code: a zip. Null when it failed. */
  output: string | null
  outputBytes: number | null
  packages: { name: string; version: string }[]
  diagnostics: Diagnostic[]
  /** Why it failed, in a sentence. */
  error: string | null
}

/** What the control plane adds to the engine's own account of itself. */
export type EngineInfo = Omit<EngineStatus, 'version' | 'startedAt'>

/** The data plane: takes a revision and an event, gives a result. Knows no accounts, spaces or SQL. */
export interface Engine {
  /** Resolves with what became of the call, whatever the function did; rejects only on a bug of ours. */
  invoke(call: Call, observer: CallObserver): Promise<CallReport>
  /**
   * Says which revisions of a function can still be called. Instances of others finish what they run and go; those to be
   * kept ready are started. An empty list is a function that is no more.
   */
  serve(functionId: string, revisions: readonly ServedRevision[]): void
  /** Installs dependencies or compiles, in a sandbox with limits. Rejects only on a bug of ours. */
  build(request: BuildRequest, log: (text: string) => void): Promise<BuildReport>
  /** Used space of /mnt/space in MiB, measured at most a minute ago. Removes the storage of a space that is no more. */
  storageMb(spaceId: string): number
  removeStorage(spaceId: string): Promise<void>
  /** Size, in MiB, of the disk that the files of all spaces lie on. */
  readonly storageDiskMb: number
  info(): EngineInfo
  /** What keeps it from starting instances now; null when nothing does. */
  trouble(): string | null
  /** Those alive. */
  instances(): InstanceRecord[]
  /** Stops taking calls, lets running ones finish for `graceMs`, destroys every instance and leaves nothing behind. */
  close(graceMs?: number): Promise<void>
}
