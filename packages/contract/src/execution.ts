/**
 * What control plane and data plane say to each other: plain data, so that they can live in different processes.
 * No schema: none of it crosses a trust boundary.
 */
import type { ExecutionError, ProblemCode } from './errors.ts'
import type { Runtime, Scaling } from './functions.ts'
import type { InstanceEnd, InstanceState, TimelineSegment } from './instances.ts'
import type { LogLevel, Phases, RecordedPayload, StartKind } from './invocations.ts'
import type { Egress } from './egress.ts'
import type { InvocationStatus } from './statuses.ts'
import type { Isolation } from './system.ts'
import type { TriggerKind } from './triggers.ts'

/** What an instance is started from. An instance serves one revision of one function of one space, ever. */
export interface Revision {
  /** SHA-256 (hex) of code and configuration. */
  id: string
  spaceId: string
  functionId: string
  /** Not part of the id, as egress and storage are not: a new name replaces the instances all the same. */
  functionName: string
  runtime: Runtime
  handler: string
  /** Blob of the code: a zip with sorted entries. */
  codeHash: string
  /** What building made of the code (dependencies, classes), laid over it. Null: it needs no build. */
  build: RevisionBuild | null
  /** In the order given; a later one covers an earlier one. */
  layers: readonly { name: string; version: number; codeHash: string }[]
  memoryMb: number
  /** Cores; null: in proportion to memory. */
  cpus: number | null
  tmpMb: number
  timeoutMs: number
  environment: Readonly<Record<string, string>>
  /** Decrypted. Set beside `environment`, and redacted from log lines. */
  secrets: Readonly<Record<string, string>>
  scaling: Readonly<Scaling>
  /** Not part of the id, since they are the space's: a change of them replaces the instances all the same. */
  egress: Egress
  /** Quota of /mnt/space in MiB. */
  storageMb: number
  /** Refuse to run on anything but the oci driver. */
  requireIsolation: boolean
}

/** A build is under way as long as it has neither an output nor an error. */
export interface RevisionBuild {
  /** Hash of all that went in. */
  key: string
  /** Blob of what came out: a zip. */
  output: string | null
  error: string | null
}

/** The fixed input of a handler, without what only the instance knows. */
export interface CallContext {
  invocationId: string
  space: string
  function: string
  /** `"draft"` or the number as text, as AWS's `functionVersion`. */
  version: string
  qualifier: string
  trigger: TriggerKind
  triggerName: string | null
  /** 32 hex digits (W3C trace context). */
  traceId: string
  /** How many functions stand between this call and the outside. */
  hops: number
}

/** AWS payload format 2.0 without the body, which travels beside it as bytes. */
export interface HttpEvent {
  version: '2.0'
  routeKey: string
  rawPath: string
  rawQueryString: string
  cookies?: string[]
  headers: Record<string, string>
  queryStringParameters?: Record<string, string>
  pathParameters?: Record<string, string>
  requestContext: {
    accountId: string
    apiId: string
    domainName: string
    domainPrefix: string
    http: { method: string; path: string; protocol: string; sourceIp: string; userAgent: string }
    requestId: string
    routeKey: string
    stage: string
    time: string
    timeEpoch: number
  }
}

export type CallInput =
  /** Any JSON text as the event. */
  { kind: 'event'; payload: Uint8Array } | { kind: 'http'; event: HttpEvent; body: Uint8Array }

export interface ResponseHead {
  /** Only for http calls. */
  statusCode?: number
  headers?: [name: string, value: string][]
}

export interface CapturedLine {
  /** Milliseconds since the epoch, by the instance's clock as the host read it. */
  time: number
  level: LogLevel
  message: string
  truncatedBytes: number
}

/** Where a call's effects go while it runs. Every method is called in order, and none after `invoke` settles. */
export interface CallObserver {
  head(head: ResponseHead): void
  /** Returns a promise to slow the instance down (back-pressure). */
  data(chunk: Uint8Array): void | Promise<void>
  log(line: CapturedLine): void
  /** The function calls another one of its space. Never rejects: what goes wrong is in the answer. */
  invoke(call: InnerCall): Promise<InnerAnswer>
}

/** `alcove.invoke(function, event, { qualifier })` inside a function. */
export interface InnerCall {
  function: string
  /** Left out: the function's default, the draft. */
  qualifier: string | null
  /** JSON text. */
  payload: Uint8Array
  /** Aborted when the calling invocation ends. */
  signal: AbortSignal
}

export type InnerAnswer =
  | { ok: true; invocationId: string; payload: Uint8Array }
  | { ok: false; invocationId: string | null; code: ProblemCode; error: ExecutionError }

/** What became of one call. `invoke` resolves with it whatever the function did; it rejects only on a bug. */
export interface CallReport {
  status: InvocationStatus
  /** More precise than the status where there is more to say (`ResponseTooLarge`, `LoopDetected`). Null on success. */
  code: ProblemCode | null
  error: ExecutionError | null
  start: StartKind | null
  instanceId: string | null
  /** Milliseconds. */
  durationMs: number
  phases: Phases
  peakMemoryMb: number | null
  /**
   * Processor time of the instance during the call, in milliseconds, for right-sizing. Read for calls that took a while
   * (reading costs as much as a short call does) and that were alone in their instance; else null.
   */
  cpuMs: number | null
  /** Calls of this function in flight when it was admitted, this one included. */
  concurrency: number
  logLines: number
  logsTruncated: boolean
  responseBytes: number
}

/** One row for the recorder: everything about a call, admitted or refused. */
export interface InvocationRecord {
  id: string
  spaceId: string
  functionId: string
  status: InvocationStatus
  qualifier: string
  /** null: the draft. */
  version: number | null
  revision: string | null
  trigger: TriggerKind
  triggerName: string | null
  /** Milliseconds since the epoch. */
  startedAt: number
  memoryMb: number
  caller: string | null
  /** The invocation of the function that made the call. */
  parentId: string | null
  traceId: string
  hops: number
  http: { method: string; path: string; status: number } | null
  input: RecordedPayload | null
  output: RecordedPayload | null
  report: CallReport
}

/** An instance as it is now, or as it was when it ended. Times are milliseconds since the epoch. */
export interface InstanceRecord {
  id: string
  spaceId: string
  functionId: string
  revision: string
  runtime: Runtime
  isolation: Isolation
  /** Null once it is gone. */
  state: InstanceState | null
  /** Null while it comes up. */
  start: 'cold' | 'prewarmed' | null
  phases: Phases
  invocations: number
  inFlight: number
  memoryMb: number
  peakMemoryMb: number | null
  startedAt: number
  lastUsedAt: number | null
  endedAt: number | null
  end: InstanceEnd | null
  timeline: TimelineSegment[]
}
