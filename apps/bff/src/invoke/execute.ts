import {
  PROBLEMS,
  problemCodeOf,
  REFUSED_STATUSES,
  type CallInput,
  type CallReport,
  type CapturedLine,
  type ExecutionError,
  type InvocationRecord,
  type ProblemCode,
  type RecordedPayload,
  type ResponseHead,
  type TriggerKind,
} from '@alcove/contract'
import { awaitBuild, resolveQualifier, type FunctionRoute } from '@alcove/platform'
import type { Deps } from '../deps.ts'
import { callInner } from './inner-call.ts'
import type { Lineage } from './lineage.ts'
import { PayloadCapture } from './payload-capture.ts'

/** Where a call comes from and where it wants to go: all that a refusal needs. */
export interface Arrival {
  id: string
  route: FunctionRoute
  qualifier: string
  trigger: TriggerKind
  triggerName: string | null
  caller: string | null
  /** The call of the function that makes this one. */
  parentId: string | null
  traceId: string
  /** How many functions stand between this call and the outside. */
  hops: number
  /** The calls it belongs to with others; null while it is from outside and has caused none. */
  lineage: Lineage | null
  http: { method: string; path: string } | null
}

export interface CallRequest extends Arrival {
  input: CallInput
  /** What the record keeps of the input. */
  recordedInput: RecordedPayload
  /** Aborted by the caller when it goes away. */
  abort: AbortController
}

export interface ResponseSink {
  /** Answers why the head cannot be sent, which then fails the call. */
  head(head: ResponseHead): ExecutionError | void
  data(chunk: Uint8Array): void | Promise<void>
}

export interface Outcome {
  id: string
  /** null: the draft. */
  version: number | null
  report: CallReport
}

export type Core = Pick<Deps, 'platform' | 'engine' | 'telemetry' | 'lineages' | 'budget'>

/** Runs one call of a function and records what became of it; refusals are recorded as well. */
export async function execute(core: Core, call: CallRequest, sink: ResponseSink): Promise<Outcome> {
  const { platform, engine } = core
  const startedAt = Date.now()
  const target = resolveQualifier(call.route, call.qualifier, Math.random())
  if (!target) {
    const reason = `${call.route.function} has no version or alias "${call.qualifier}"`
    return refuse(core, call, 'NotFound', reason, call.recordedInput)
  }
  if (call.route.unreadable.has(target.revision.id)) {
    const reason = `The secrets of ${call.route.function} were sealed with another key: set them anew, or bring back secrets/sealing-key`
    return refuse(core, call, 'Unavailable', reason, call.recordedInput)
  }

  const { version } = target
  // Most have none: no turn of the loop for them.
  const revision = target.revision.build
    ? await awaitBuild(platform, target.revision, call.abort.signal)
    : target.revision
  const of = {
    spaceId: call.route.spaceId,
    functionId: call.route.functionId,
    function: call.route.function,
    version,
    invocationId: call.id,
  }
  const output = new PayloadCapture()
  let httpStatus: number | null = null
  let badHead: ExecutionError | null = null

  let report = await engine.invoke(
    {
      revision,
      context: {
        invocationId: call.id,
        space: call.route.space,
        function: call.route.function,
        version: version === null ? 'draft' : String(version),
        qualifier: call.qualifier,
        trigger: call.trigger,
        triggerName: call.triggerName,
        traceId: call.traceId,
        hops: call.hops,
      },
      input: call.input,
      signal: call.abort.signal,
    },
    {
      head(head) {
        httpStatus = head.statusCode ?? 200
        badHead = sink.head(head) ?? null
        if (badHead) call.abort.abort()
      },
      data(chunk) {
        if (badHead) return
        output.push(chunk)
        return sink.data(chunk)
      },
      log(line: CapturedLine) {
        platform.recorder.log(of, line)
      },
      invoke: (inner) => callInner(core, call, inner),
    },
  )
  if (badHead) report = { ...report, status: 'protocolError', code: 'ProtocolError', error: badHead }

  const failed = report.status !== 'success'
  const { id, room } = record(core, call, {
    version,
    revision: revision.id,
    startedAt,
    memoryMb: revision.memoryMb,
    httpStatus: httpStatus !== null && !badHead ? httpStatus : failed ? PROBLEMS[codeOf(report)].status : 200,
    input: call.recordedInput,
    output: failed && output.bytes === 0 ? null : output.recorded(),
    report,
  })
  if (room) await room
  return { id, version, report }
}

/** Records a call that never reached an instance, with the reason. */
export async function refuse(
  core: Core,
  call: Arrival,
  code: ProblemCode,
  reason: string,
  input: RecordedPayload | null = null,
): Promise<Outcome> {
  const report: CallReport = {
    status: 'rejected',
    code,
    error: { name: code, message: reason },
    start: null,
    instanceId: null,
    durationMs: 0,
    phases: {},
    peakMemoryMb: null,
    cpuMs: null,
    concurrency: 0,
    logLines: 0,
    logsTruncated: false,
    responseBytes: 0,
  }
  const { id, room } = record(core, call, {
    version: null,
    revision: null,
    startedAt: Date.now(),
    memoryMb: call.route.draft.memoryMb,
    httpStatus: PROBLEMS[code].status,
    input,
    output: null,
    report,
  })
  if (room) await room
  return { id, version: null, report }
}

/** The problem code of a call that failed. */
export function codeOf({ code, status }: CallReport): ProblemCode {
  return code ?? (status === 'success' ? 'InternalError' : problemCodeOf(status))
}

interface Ending extends Pick<
  InvocationRecord,
  'version' | 'revision' | 'startedAt' | 'memoryMb' | 'input' | 'output' | 'report'
> {
  httpStatus: number
}

/**
 * Answers the id under which it is found. A promise comes along only under pressure: whoever made the call waits, rather
 * than a record being lost.
 */
function record(core: Core, call: Arrival, ending: Ending): { id: string; room: void | Promise<void> } {
  const { platform, telemetry } = core
  const { report } = ending
  telemetry.called(call.trigger, report)
  const entry = recordOf(call, ending)
  if (REFUSED_STATUSES.includes(report.status)) return platform.recorder.refuse(entry)
  return { id: entry.id, room: platform.recorder.record(entry) }
}

function recordOf(call: Arrival, { report, httpStatus, ...ending }: Ending): InvocationRecord {
  return {
    id: call.id,
    spaceId: call.route.spaceId,
    functionId: call.route.functionId,
    status: report.status,
    qualifier: call.qualifier,
    version: ending.version,
    revision: ending.revision,
    trigger: call.trigger,
    triggerName: call.triggerName,
    startedAt: ending.startedAt,
    memoryMb: ending.memoryMb,
    caller: call.caller,
    parentId: call.parentId,
    traceId: call.traceId,
    hops: call.hops,
    http: call.http && { method: call.http.method, path: call.http.path, status: httpStatus },
    input: ending.input,
    output: ending.output,
    report,
  }
}
