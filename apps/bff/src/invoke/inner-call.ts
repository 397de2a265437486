import { TASK_LIMITS, type AcceptedTask, type AlcoveError, type InnerAnswer, type InnerCall } from '@alcove/contract'
import { acceptTask, newId, type FunctionRoute } from '@alcove/platform'
import type { z } from 'zod'
import { admit } from './admit/admit.ts'
import type { Call, Outcome } from './call.ts'
import { Collected } from './collected.ts'
import type { Core } from './core.ts'
import { codeOf, sentenceOf } from './failure.ts'
import type { Lineage } from './lineage.ts'
import { recordError, refuse } from './record.ts'
import type { Target } from './resolve.ts'
import { run } from './run.ts'

/**
 * A function calls another one of its own space by name. It cannot name functions of other spaces. Never rejects: a
 * failure becomes the answer, and a refusal is a recorded call like any other.
 */
export async function callInner(core: Core, caller: Call, inner: InnerCall): Promise<InnerAnswer> {
  const { platform, lineages, log } = core
  let call: Call | null = null
  try {
    // Its space may have been renamed since the call came in.
    const space = platform.routes.byId(caller.route.functionId)?.space ?? caller.route.space
    const route = platform.routes.find(space, inner.function)
    if (route?.spaceId !== caller.route.spaceId) {
      return failed(null, 'NotFound', `No function "${inner.function}" in this space`)
    }
    const lineage = (caller.lineage ??= lineages.of(caller.order.id))
    call = callOf(caller, lineage, route, inner)
    const verdict = admit(call.order, call, Math.random())
    if (verdict.refusal) return answerOf(await refuse(core, call, verdict), new Uint8Array())
    if (inner.async) return await acceptInner(core, caller.route.functionId, call, inner)
    lineage.enter()
    try {
      return await runInner(core, call, verdict.target, inner)
    } finally {
      lineage.leave()
    }
  } catch (error) {
    try {
      if (call) return answerTo(await recordError(core, call, error, 'member'))
      log.error({ err: error }, 'A call between functions failed')
    } catch (again) {
      log.error({ err: again }, 'A call between functions could not be recorded')
    }
    return failed(null, 'InternalError', 'Alcove failed; its log says why')
  }
}

function callOf(caller: Call, lineage: Lineage, route: FunctionRoute, inner: InnerCall): Call {
  const { order } = caller
  return {
    order: {
      id: newId(),
      spaceId: route.spaceId,
      functionId: route.functionId,
      qualifier: inner.qualifier ?? 'draft',
      event: { kind: 'event', payload: inner.payload },
      trigger: 'function',
      triggerName: null,
      caller: `function ${caller.route.function}`,
      parentId: order.id,
      traceId: order.traceId,
      hops: order.hops + 1,
      lineage: lineage.id,
      taskId: null,
      requestId: order.requestId,
      http: null,
    },
    route,
    caller: null,
    lineage,
    abort: new AbortController(),
  }
}

/** The call becomes a task of its own: it continues after the caller has ended. */
async function acceptInner(
  { platform, budget }: Core,
  callerId: string,
  { order, route }: Call,
  inner: InnerCall,
): Promise<InnerAnswer> {
  const { idempotencyKey, delaySeconds } = inner
  const problem = keyProblem(idempotencyKey) ?? delayProblem(delaySeconds)
  if (problem) return failed(null, 'ValidationFailed', problem)
  using event = budget.open(route.spaceId, null)
  event.take(inner.payload.byteLength)
  const { functionId, trigger, caller, parentId, traceId, requestId, hops, lineage } = order
  const { id } = await acceptTask(platform, {
    functionId,
    qualifier: order.qualifier!,
    event: inner.payload,
    trigger,
    caller,
    traceId,
    hops,
    ...(parentId !== null && { parentId }),
    ...(requestId !== null && { requestId }),
    ...(lineage !== null && { lineage }),
    ...(delaySeconds !== null && { runAt: new Date(Date.now() + delaySeconds * 1000) }),
    ...(idempotencyKey !== null && { idempotencyKey, keyOwner: `function ${callerId}` }),
  })
  const task: z.infer<typeof AcceptedTask> = { id, state: 'queued' }
  return { ok: true, invocationId: null, payload: Buffer.from(JSON.stringify(task)) }
}

function keyProblem(key: string | null): string | null {
  const most = TASK_LIMITS.idempotencyKeyLength
  return key === null || (key !== '' && key.length <= most)
    ? null
    : `The idempotency key must have 1 to ${most} characters`
}

function delayProblem(seconds: number | null): string | null {
  if (seconds === null || (Number.isInteger(seconds) && seconds >= 0 && seconds <= TASK_LIMITS.delay)) return null
  return `The delay must be whole seconds, from 0 to ${TASK_LIMITS.delay} (14 days)`
}

async function runInner(core: Core, call: Call, target: Target, { payload, signal }: InnerCall): Promise<InnerAnswer> {
  const { budget } = core
  const { spaceId } = call.route
  const { abort } = call
  using event = budget.open(spaceId, null)
  event.take(payload.byteLength)
  using answer = new Collected(budget.open(spaceId, null), abort)
  const follow = () => abort.abort()
  signal.addEventListener('abort', follow, { once: true })
  if (signal.aborted) follow()
  const outcome = await run(core, call, target, answer)
  signal.removeEventListener('abort', follow)
  if (answer.refused) return failed(outcome.id, answer.refused.code, answer.refused.message)
  return answerOf(outcome, answer.bytes())
}

/** Both belong to one space: the caller sees everything that the other one threw. */
function answerOf({ id, report }: Outcome, payload: Uint8Array): InnerAnswer {
  if (report.status === 'success') return { ok: true, invocationId: id, payload }
  const code = codeOf(report)
  if (report.error) return { ok: false, invocationId: id, code, error: report.error }
  return failed(id, code, sentenceOf(code))
}

function answerTo({ code, message, extras }: AlcoveError): InnerAnswer {
  return failed(extras.invocationId ?? null, code, message)
}

function failed(invocationId: string | null, code: AlcoveError['code'], message: string): InnerAnswer {
  return { ok: false, invocationId, code, error: { name: code, message } }
}
