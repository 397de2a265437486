import { TASK_LIMITS, type ProblemCode } from '@alcove/contract'
import type { AbortReason, AttemptOutcome, ClaimedTask, FunctionRoute } from '@alcove/platform'
import { admit } from '../invoke/admit/admit.ts'
import type { Call, Outcome } from '../invoke/call.ts'
import { Collected } from '../invoke/collected.ts'
import type { Core } from '../invoke/core.ts'
import { codeOf, sentenceOf } from '../invoke/failure.ts'
import { recordError, refuse } from '../invoke/record.ts'
import { run } from '../invoke/run.ts'

/** Failures that another attempt would repeat. */
const FINAL: ReadonlySet<ProblemCode> = new Set(['NotFound', 'LoopDetected', 'MalformedJson', 'ValidationFailed'])
/** The function did not get to run: the attempt does not count. */
const NO_ROOM: ReadonlySet<ProblemCode> = new Set(['Throttled', 'TooManyRequests'])

const QUOTA_WAIT_MS = { most: 60_000, spread: 1_000 }

/** Makes one attempt at a task: an ordinary call, which takes the same four steps as any other. */
export async function attemptTask(core: Core, task: ClaimedTask, signal: AbortSignal): Promise<AttemptOutcome> {
  const { platform, budget } = core
  const route = platform.routes.byId(task.functionId)
  if (!route) return failed('NotFound', 'The function was deleted')
  const payload = task.event ?? (await platform.blobs.get(task.eventHash!))
  const call = callOf(core, task, route, payload)
  const follow = () => call.abort.abort()
  signal.addEventListener('abort', follow, { once: true })
  if (signal.aborted) follow()
  try {
    const verdict = admit(call.order, call, Math.random())
    if (verdict.refusal) return outcomeOf(await refuse(core, call, verdict), signal)
    using event = budget.open(route.spaceId, null)
    event.take(payload.byteLength)
    using answer = new Collected(budget.open(route.spaceId, null), call.abort)
    call.lineage?.enter()
    try {
      const outcome = await run(core, call, verdict.target, answer)
      if (answer.refused) return failed(answer.refused.code, answer.refused.message)
      return outcomeOf(outcome, signal, answer)
    } finally {
      call.lineage?.leave()
    }
  } catch (error) {
    const { code, message } = await recordError(core, call, error, 'member')
    return failed(code, message)
  } finally {
    signal.removeEventListener('abort', follow)
  }
}

function callOf(core: Core, task: ClaimedTask, route: FunctionRoute, payload: Uint8Array): Call {
  const lineage = task.lineage === null ? null : core.lineages.of(task.lineage)
  return {
    order: {
      id: task.invocationId,
      spaceId: route.spaceId,
      functionId: route.functionId,
      qualifier: task.qualifier,
      event: { kind: 'event', payload },
      trigger: task.trigger,
      triggerName: task.triggerName,
      caller: task.caller,
      parentId: task.parentId,
      traceId: task.traceId,
      hops: task.hops,
      lineage: task.lineage,
      taskId: task.id,
      requestId: task.requestId,
      http: null,
    },
    route,
    // The caller was allowed to when the task was accepted.
    caller: { name: task.caller ?? 'task', reader: 'member', keyNamesSpace: true, refusal: null },
    lineage,
    abort: new AbortController(),
  }
}

function outcomeOf(outcome: Outcome, signal: AbortSignal, answer: Collected | null = null): AttemptOutcome {
  const { report, resumesAt } = outcome
  // It waits for its quota, and checks from time to time whether the quota was raised.
  if (resumesAt !== undefined) {
    const inMs = Math.min(QUOTA_WAIT_MS.most, Math.max(0, resumesAt - Date.now()))
    return { kind: 'held', inMs: inMs + QUOTA_WAIT_MS.spread * Math.random() }
  }
  if (report.status === 'success') {
    const output = answer?.bytes()
    return { kind: 'succeeded', ...(output && output.length <= TASK_LIMITS.outputBytes && { output }) }
  }
  if (report.status === 'cancelled' && signal.aborted) {
    const reason = signal.reason as AbortReason
    return reason === 'cancelled' ? { kind: 'cancelled' } : { kind: 'released', inMs: 0 }
  }
  const code = codeOf(report)
  return failed(code, sentenceOf(code), report.error)
}

function failed(code: ProblemCode, message: string, error: AttemptError = null): AttemptOutcome {
  const retry = NO_ROOM.has(code) ? 'uncounted' : FINAL.has(code) ? 'never' : 'counted'
  return { kind: 'failed', code, error: error ?? { name: code, message }, retry }
}

type AttemptError = Outcome['report']['error']
