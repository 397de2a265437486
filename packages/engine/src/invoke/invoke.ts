import { performance } from 'node:perf_hooks'
import type { CallObserver, CallReport } from '@alcove/contract'
import type { Call } from '../engine.ts'
import type { Instance } from '../instance/instance.ts'
import { CallLog } from '../instance/call-log.ts'
import { classify, type Outcome } from '../instance/outcome.ts'
import { redactor } from '../instance/redact.ts'
import { StartFailure } from '../instance/start-failure.ts'
import type { Lease, Pool } from '../pool/pool.ts'
import { Refusal } from '../pool/refusal.ts'

/** Runs one call from admission to its report. Rejects only on a bug of ours. */
export async function invoke(pool: Pool<Instance>, call: Call, observer: CallObserver): Promise<CallReport> {
  const startedAt = performance.now()
  let lease: Lease<Instance>
  try {
    const given = pool.acquire(call.revision, call.signal)
    lease = given instanceof Promise ? await given : given
  } catch (error) {
    return notRun(error, call, observer, performance.now() - startedAt)
  }
  const { instance } = lease
  const alone = lease.group.slots === 1
  const cpuBefore = alone ? instance.usage.cpuBefore() : null
  const result = await instance.call(call, observer)
  const durationMs = performance.now() - startedAt
  const { handlerMs, responseMs } = result
  const peakMemoryMb = instance.usage.peakAfter(handlerMs)
  const cpuMs = alone ? instance.usage.cpuAfter(cpuBefore, handlerMs) : null
  pool.release(lease, handlerMs + responseMs)
  const { status, code, error } = classify(result.outcome)
  return {
    status,
    code,
    error,
    start: lease.start,
    instanceId: instance.id,
    durationMs,
    phases: { ...lease.phases, handler: handlerMs, response: responseMs },
    peakMemoryMb,
    cpuMs,
    concurrency: lease.concurrency,
    logLines: result.logLines,
    logsTruncated: result.logsTruncated,
    responseBytes: result.responseBytes,
    spans: result.spans,
  }
}

/** The report of a call that no instance ran: there was none, or its instance did not start. */
function notRun(error: unknown, call: Call, observer: CallObserver, durationMs: number): CallReport {
  const common = { durationMs, peakMemoryMb: null, cpuMs: null, concurrency: 0, responseBytes: 0 }
  if (error instanceof StartFailure) {
    const logs = new CallLog((line) => observer.log(line), redactor(call.revision.secrets))
    for (const line of error.lines) logs.add(line)
    return {
      ...common,
      ...classify(startOutcome(error, call)),
      start: error.start,
      instanceId: error.instanceId,
      phases: error.phases,
      logLines: logs.lines,
      logsTruncated: logs.truncated,
    }
  }
  if (error instanceof Refusal) {
    const code = ({ throttled: 'Throttled', cancelled: 'Cancelled', systemError: 'SystemError' } as const)[error.status]
    return {
      ...common,
      status: error.status,
      code,
      error: { name: code, message: error.message },
      start: null,
      instanceId: null,
      phases: { queue: durationMs },
      logLines: 0,
      logsTruncated: false,
    }
  }
  throw error
}

/** Only a closing engine stops instances that are loading, so the call itself was not cancelled. */
function startOutcome(failure: StartFailure, call: Call): Outcome {
  if (failure.outcome.kind !== 'cancelled' || call.signal?.aborted === true) return failure.outcome
  return { kind: 'notStarted', message: 'The engine is closing' }
}
