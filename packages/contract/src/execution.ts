/**
 * Types shared by control plane and data plane: plain data, so that the two can live in different processes. They cross
 * no trust boundary, so there are no schemas.
 */
import type { ExecutionError, ProblemCode } from './errors.ts'
import type { Runtime, Scaling } from './functions.ts'
import type { InstanceEnd, InstanceState, TimelineSegment } from './instances.ts'
import type { Phases, RecordedPayload, StartKind } from './invocations.ts'
import type { LogLevel } from './log-levels.ts'
import type { Egress } from './egress.ts'
import type { ParametersSchema } from './parameters/schema.ts'
import type { MeasuredSpans } from './spans.ts'
import type { InvocationStatus } from './statuses.ts'
import type { Isolation } from './system.ts'
import type { TriggerKind } from './triggers/cause.ts'

/**
 * What an instance is started from. An instance serves one revision of one function of one space for its whole life.
 */
export interface Revision {
  /** SHA-256 (hex) of code and configuration. */
  id: string
  spaceId: string
  functionId: string
  /** Not part of the id, like egress and storage. A rename still replaces the instances. */
  functionName: string
  runtime: Runtime
  handler: string
  /** Blob of the code: a zip with sorted entries. */
  codeHash: string
  /** Build output (dependencies, classes) on top of the code. Null: the code needs no build. */
  build: RevisionBuild | null
  /** In order: a later layer covers an earlier one. */
  layers: readonly { name: string; version: number; codeHash: string }[]
  memoryMb: number
  /** Cores; null: in proportion to memory. */
  cpus: number | null
  tmpMb: number
  timeoutMs: number
  environment: Readonly<Record<string, string>>
  /** Decrypted. Added to the environment and redacted in log lines. */
  secrets: Readonly<Record<string, string>>
  scaling: Readonly<Scaling>
  /** Not part of the id, because it belongs to the space. A change still replaces the instances. */
  egress: Egress
  /** Quota of /mnt/space in MiB. */
  storageMb: number
  /** Refuse to run on any driver but oci. */
  requireIsolation: boolean
  /** What events have to match before they reach the engine. Absent: any event is taken. */
  parameters?: ParametersSchema | undefined
  /** Measure which lines run: in instances for tests only, since it slows code down. */
  coverage?: boolean
  /** An instance ends after one call: a test sees nothing that another has left. */
  oneCall?: boolean
}

/** A build without output and error is in progress. */
export interface RevisionBuild {
  /** Hash of all inputs of the build. */
  key: string
  /** Blob of the output: a zip. */
  output: string | null
  error: string | null
}

/** The input of a handler, except for what only the instance knows. */
export interface CallContext {
  invocationId: string
  space: string
  function: string
  /** `"draft"` or the number as text, as in AWS's `functionVersion`. */
  version: string
  qualifier: string
  trigger: TriggerKind
  triggerName: string | null
  /** 32 hex digits (W3C trace context). */
  traceId: string
  /** Number of functions between this call and the outside. */
  hops: number
}

/** AWS payload format 2.0 without the body, which is passed separately as bytes. */
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
    /** As AWS's JWT authorizers put it. */
    authorizer?: { jwt: { claims: Readonly<Record<string, unknown>>; scopes: null } }
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
  | { kind: 'event'; payload: Uint8Array }
  /** An `HttpEvent` as JSON text, and the body that it lacks. */
  | { kind: 'http'; event: string; body: Uint8Array }

export interface ResponseHead {
  /** Only for http calls. */
  statusCode?: number
  headers?: [name: string, value: string][]
}

export interface CapturedLine {
  /** Milliseconds since the epoch, by the instance's clock. The host's clock replaces implausible values. */
  time: number
  level: LogLevel
  message: string
  truncatedBytes: number
}

/** Receives the effects of a running call. Methods are called in order, and never after `invoke` has settled. */
export interface CallObserver {
  head(head: ResponseHead): void
  /** Returns a promise to slow the instance down (back-pressure). */
  data(chunk: Uint8Array): void | Promise<void>
  log(line: CapturedLine): void
  /** Which parts of a file ran, as the guest tells it: JSON that nobody has checked. Only if the revision asks for it. */
  coverage?(report: Uint8Array): void
  /** The function calls another one of its space. Never rejects: the answer contains the error. */
  invoke(call: InnerCall): Promise<InnerAnswer>
  /** The function asks the platform for an operation. Never rejects: the answer contains the error. */
  ask(request: GuestRequest): Promise<GuestAnswer>
}

/** `alcove.invoke(function, event, { qualifier, async, … })` inside a function. */
export interface InnerCall {
  function: string
  /** Null for the function's default, the draft. */
  qualifier: string | null
  /** As a task: the answer is the task, as soon as it is accepted. */
  async: boolean
  /** Of a task; not checked yet. */
  idempotencyKey: string | null
  delaySeconds: number | null
  /** JSON text. */
  payload: Uint8Array
  /** Aborted when the calling invocation ends. */
  signal: AbortSignal
}

export type InnerAnswer =
  /** `invocationId` is null for a task, which is no invocation yet. */
  | { ok: true; invocationId: string | null; payload: Uint8Array }
  | { ok: false; invocationId: string | null; code: ProblemCode; error: ExecutionError }

/** An operation that code asks of the platform with the module `alcove`, such as `bucket.put`. */
export interface GuestRequest {
  operation: string
  /** Any JSON object: not checked yet. */
  input: Record<string, unknown>
  /** Arrives as fast as it is read. Null: none. */
  body: AsyncIterable<Uint8Array> | null
  /** Aborted when the call ends, or when its code no longer wants the answer. */
  signal: AbortSignal
}

export type GuestAnswer =
  /** The value is JSON. The body is read as fast as the function takes it. */
  | { ok: true; value: unknown; body: AsyncIterable<Uint8Array> | null }
  | { ok: false; code: ProblemCode; message: string }

/** The result of a call. `invoke` resolves with it whatever the function did, and rejects only on a bug. */
export interface CallReport {
  status: InvocationStatus
  /** More specific than the status where possible (`ResponseTooLarge`, `LoopDetected`). Null on success. */
  code: ProblemCode | null
  error: ExecutionError | null
  start: StartKind | null
  instanceId: string | null
  /** Milliseconds. */
  durationMs: number
  phases: Phases
  peakMemoryMb: number | null
  /**
   * CPU time of the instance during the call, in milliseconds, for right-sizing. Null for calls that were short
   * (reading it costs as much as a short call) or that shared their instance.
   */
  cpuMs: number | null
  /** Calls of this function in flight at admission, this one included. */
  concurrency: number
  logLines: number
  logsTruncated: boolean
  responseBytes: number
  /** Absent or null: it made none. */
  spans?: MeasuredSpans | null
}

/** One row for the recorder: everything about an admitted or refused call. */
export interface InvocationRecord {
  id: string
  spaceId: string
  functionId: string
  status: InvocationStatus
  qualifier: string
  /** Null means the draft. */
  version: number | null
  revision: string | null
  trigger: TriggerKind
  triggerName: string | null
  /** Milliseconds since the epoch. */
  startedAt: number
  memoryMb: number
  caller: string | null
  /** The invocation that made the call. */
  parentId: string | null
  traceId: string
  hops: number
  /** The task that the call is an attempt at. */
  taskId: string | null
  /** The request of the API that made the call. */
  requestId: string | null
  /** A test or a replay: no metric, issue or alert counts it. */
  synthetic?: boolean
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
  /** Null once it has ended. */
  state: InstanceState | null
  /** Null while it starts. */
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
