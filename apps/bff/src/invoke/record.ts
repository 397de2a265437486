import {
  AlcoveError,
  PROBLEMS,
  REFUSED_STATUSES,
  type CallReport,
  type InvocationRecord,
  type RecordedPayload,
} from '@alcove/contract'
import type { Refused } from './admit/admit.ts'
import type { Reader, Refusal } from './admit/facts.ts'
import type { Call, Outcome } from './call.ts'
import type { Core } from './core.ts'
import { refusalLine } from './error-line.ts'
import { codeOf, failureOf } from './failure.ts'
import { faultReport, NOT_RUN } from './fault.ts'
import type { OrderEvent } from './order.ts'
import { secretsOf } from './parameters/compiled.ts'
import { recordedInput } from './recorded-input.ts'
import type { Target } from './resolve.ts'

interface Ending {
  /** Null: the call got no further than admission. */
  target: Target | null
  startedAt: number
  report: CallReport
  input: RecordedPayload | null
  output: RecordedPayload | null
  /** The status of the answer; null when it had no head. */
  httpStatus: number | null
}

/**
 * Passes a call that has ended to the recorder. @returns the id of its record; under pressure as a promise: whoever
 * made the call then waits, so that no record is lost
 */
export function record(core: Core, call: Call, ending: Ending): { id: string; room: void | Promise<void> } {
  const { platform, telemetry } = core
  const { report } = ending
  telemetry.called(call.order.trigger, report)
  const entry = recordOf(call, ending)
  if (REFUSED_STATUSES.includes(report.status)) return recordRefused(core, call, entry)
  return { id: entry.id, room: platform.recorder.record(entry) }
}

function recordRefused({ platform }: Core, { order, route }: Call, entry: InvocationRecord) {
  const { id, spaceId, functionId, version, traceId, hops, report } = entry
  const refused = platform.recorder.refuse({ ...entry, report: { ...report, logLines: report.logLines + 1 } })
  // Only the first refusal of its kind is recorded by itself; others are counted.
  if (refused.id === id) {
    const of = { spaceId, functionId, function: route.function, version, invocationId: id, traceId, hops }
    const { lineage, synthetic } = order
    platform.recorder.log({ ...of, lineage, synthetic }, refusalLine(report, Date.now()))
  }
  return refused
}

/** Records a call that was not admitted, with the reason. */
export function refuse(core: Core, call: Call, { refusal, counts }: Refused): Promise<Outcome> {
  // Refused calls have the same limits as those that run, except for those limits themselves.
  if (counts) call.lineage?.count()
  return recordRefusal(core, call, refusal, counts ? call.order.event : null)
}

async function recordRefusal(
  core: Core,
  call: Call,
  { code, reason, secrets = secretsOf(call.route.draft.parameters) }: Refusal,
  event: OrderEvent | null,
): Promise<Outcome> {
  const status = code === 'QuotaExceeded' ? 'throttled' : 'rejected'
  const report: CallReport = { ...NOT_RUN, status, code, error: { name: code, message: reason } }
  const { id, room } = record(core, call, {
    target: null,
    startedAt: Date.now(),
    report,
    input: event && recordedInput(event, secrets),
    output: null,
    httpStatus: null,
  })
  if (room) await room
  return { id, version: null, report }
}

/**
 * Records a call that an error ended before it ran. @returns what its caller learns: an AlcoveError refuses the call,
 * any other error is a fault of Alcove
 */
export async function recordError(core: Core, call: Call, error: unknown, reader: Reader): Promise<AlcoveError> {
  if (error instanceof AlcoveError) {
    const { id } = await recordRefusal(core, call, { code: error.code, reason: error.message }, null)
    error.extras.invocationId = id
    return error
  }
  const { id } = call.order
  core.log.error({ err: error, invocationId: id }, 'A call failed before it ran')
  const report = faultReport(id, 0)
  const { room } = record(core, call, {
    target: null,
    startedAt: Date.now(),
    report,
    // The event may be what went wrong.
    input: null,
    output: null,
    httpStatus: null,
  })
  if (room) await room
  return failureOf({ id, version: null, report }, reader)
}

function recordOf({ order, route }: Call, { target, report, startedAt, ...ending }: Ending): InvocationRecord {
  const { http } = order
  const status = ending.httpStatus ?? (report.status === 'success' ? 200 : PROBLEMS[codeOf(report)].status)
  return {
    id: order.id,
    spaceId: order.spaceId,
    functionId: order.functionId,
    status: report.status,
    qualifier: order.qualifier ?? 'draft',
    version: target ? target.version : null,
    revision: target ? target.revision.id : null,
    trigger: order.trigger,
    triggerName: order.triggerName,
    startedAt,
    memoryMb: (target?.revision ?? route.draft).memoryMb,
    caller: order.caller,
    parentId: order.parentId,
    traceId: order.traceId,
    hops: order.hops,
    taskId: order.taskId,
    requestId: order.requestId,
    ...(order.synthetic === true && { synthetic: true }),
    http: http && { method: http.method, path: http.path, status },
    input: ending.input,
    output: ending.output,
    report,
  }
}
