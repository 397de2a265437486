import type {
  BuildKind,
  CallContext,
  CallInput,
  CallObserver,
  CallReport,
  Diagnostic,
  Egress,
  EngineStatus,
  FileCoverage,
  InstanceRecord,
  Revision,
  Runtime,
} from '@alcove/contract'

export type { InstanceRecord } from '@alcove/contract'

export interface Call {
  revision: Revision
  context: CallContext
  input: CallInput
  /**
   * Aborting cancels the call and notifies its code. `invoke` resolves when the call has ended or its grace period is
   * over.
   */
  signal?: AbortSignal
}

/** A message of V8's inspector: an answer to a command, or an event. */
export type DebugMessage = { id: number; [field: string]: unknown } | { method: string; params?: unknown }

/** The channel tells apart the front ends that share a session. May return a promise to slow the instance down. */
export type OnDebugMessage = (channel: number, message: DebugMessage) => void | Promise<void>

/** A pause, as numbers. */
export interface Standing {
  /** Milliseconds that the call has used of its time limit; null when no call is held. */
  ranMs: number | null
  /** Memory of the instance in MiB; null where the platform cannot tell. */
  memoryMb: number | null
}

/** One instance under a debugger. It serves its developer alone and is never in the pool. */
export interface DebugSession {
  readonly instanceId: string
  /** Resolves with a sentence when the session is over, for whatever reason. */
  readonly ended: Promise<string>
  /**
   * Passes on a command for the inspector, as JSON text.
   * @returns false when the instance takes commands too slowly
   */
  command(channel: number, text: string): boolean
  /** Runs one call in the instance. Its time limit does not run while a breakpoint holds the code. */
  call(call: Omit<Call, 'revision'>, observer: CallObserver): Promise<CallReport>
  /** How its process ended, or its code failed to load; null: neither. */
  failure(): Pick<CallReport, 'status' | 'error'> | null
  /** How far the code has come while it is paused. */
  standing(): Standing
  /** Resolves when nothing is left of the instance. */
  end(reason: string): Promise<void>
}

/** A log line that is added to running code, without a pause and without a new version. */
export interface Logpoint {
  id: string
  /** Id of the revision. */
  revision: string
  /** A file of the author and its line, from 1. */
  file: string
  line: number
  /** JavaScript: its value is the line. */
  expression: string
  /** JavaScript: only while it is true. */
  condition: string | null
  /** Lines that each instance may write. */
  hits: number
  /** Milliseconds since the epoch. */
  until: number
}

/** A logpoint as a guest gets it: the revision is its own. */
export interface GuestLogpoint extends Omit<Logpoint, 'revision' | 'until'> {
  /** Milliseconds until it is over. */
  ms: number
}

/** What has become of a logpoint in one instance since the report before. */
export interface LogpointReport {
  id: string
  /** Lines that it wrote. */
  hits: number
  /** What its expression throws, or why it is over. */
  problem: string | null
  /** It cannot be set, or costs too much. */
  over: boolean
}

/** A revision that callers can use now. */
export interface ServedRevision {
  revision: Revision
  /** Keep `scaling.minInstances` ready: an alias or a trigger points at it. */
  keepReady: boolean
  /** A call is likely soon: unpack and bundle the code now. */
  prepare: boolean
}

export interface BuildRequest {
  key: string
  kind: BuildKind
  runtime: Runtime
  /** Spaces take turns in the build queue. */
  spaceId: string
  /** Blob of the code: a zip. */
  codeHash: string
  /** Files that affect the result. The build sees no others. */
  inputs: readonly string[]
  /** Java builds have the layers on their class path. */
  layers: Revision['layers']
  /** Egress of the build, in addition to the registries. */
  egress: Egress
  /** Refuse to build on any driver but oci. */
  requireIsolation: boolean
  signal?: AbortSignal
}

export interface BuildReport {
  /** Blob of the build output: a zip. Null when the build failed. */
  output: string | null
  outputBytes: number | null
  packages: { name: string; version: string }[]
  diagnostics: Diagnostic[]
  /** Why it failed, in a sentence. */
  error: string | null
}

/** The engine's description of itself. The control plane adds the omitted fields. */
export type EngineInfo = Omit<EngineStatus, 'version' | 'startedAt' | 'disk'>

/** The data plane: runs a revision with an event and returns a result. Knows nothing of accounts, spaces or SQL. */
export interface Engine {
  /** Resolves with the result of the call, whatever the function did. Rejects only on a bug of ours. */
  invoke(call: Call, observer: CallObserver): Promise<CallReport>
  /**
   * Starts an instance of its own under a debugger. It loads the code on request, and serves no callers.
   * @throws {AlcoveError} when there is no room, or the instance cannot be started
   */
  debug(revision: Revision, onMessage: OnDebugMessage): Promise<DebugSession>
  /**
   * Sets the callable revisions of a function. Instances of other revisions finish their calls and end; minimum
   * instances are started. An empty list means that the function was deleted.
   */
  serve(functionId: string, revisions: readonly ServedRevision[]): void
  /**
   * Sets the logpoints of a function: in the instances that run and in those that start. `onReport` gets how many lines
   * were written since the report before, and why one was not set or is over.
   */
  setLogpoints(functionId: string, points: readonly Logpoint[], onReport: (report: LogpointReport) => void): void
  /**
   * Which lines of the author's files ran, from what calls with `coverage` reported. Null when that takes too much time
   * or memory.
   */
  coverage(revision: Revision, reports: readonly Uint8Array[]): Promise<FileCoverage[] | null>
  /** Installs dependencies or compiles, in a resource-limited sandbox. Rejects only on a bug of ours. */
  build(request: BuildRequest, log: (text: string) => void): Promise<BuildReport>
  /** Used space of /mnt/space in MiB, at most a minute old. */
  storageMb(spaceId: string): number
  /** Where this server keeps its own data. */
  readonly home: string
  /** The same of every space whose files this server holds. */
  storedMb(): Promise<Map<string, number>>
  /** Ids of the spaces whose files this server holds. */
  storedSpaces(): Promise<string[]>
  /** What the files of all spaces take on this server's disk. */
  storedBytes(): Promise<number>
  /** Call it once the space is removed for good. */
  removeStorage(spaceId: string): Promise<void>
  /** Size in MiB of the disk that holds the files of all spaces. */
  readonly storageDiskMb: number
  info(): EngineInfo
  /** Why it cannot start instances now; null when it can. */
  trouble(): string | null
  /** The living instances. */
  instances(): InstanceRecord[]
  /** Stops taking calls, lets running calls finish for up to `graceMs`, and destroys every instance. */
  close(graceMs?: number): Promise<void>
}
