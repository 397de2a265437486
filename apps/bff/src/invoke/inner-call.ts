import { AlcoveError, LIMITS, type InnerAnswer, type InnerCall } from '@alcove/contract'
import { newId } from '@alcove/platform'
import { parseJson } from '../api/body.ts'
import type { Hold } from '../wire/byte-budget.ts'
import { Collected } from './collected.ts'
import { codeOf, execute, refuse, type Arrival, type Core, type Outcome } from './execute.ts'
import { sentenceOf } from './failure.ts'
import { recordedPayload } from './payload-capture.ts'

/**
 * A function calls another one of its own space by name; no other space's can be named. Never rejects: what goes wrong
 * is the answer, and a refusal is a recorded call like any other.
 */
export async function callInner(core: Core, caller: Arrival, call: InnerCall): Promise<InnerAnswer> {
  const { platform } = core
  try {
    // Its space may have been renamed since the call came in.
    const space = platform.routes.byId(caller.route.functionId)?.space ?? caller.route.space
    const route = platform.routes.find(space, call.function)
    if (route?.spaceId !== caller.route.spaceId) {
      return failed(null, 'NotFound', `No function "${call.function}" in this space`)
    }
    const lineage = (caller.lineage ??= core.lineages.of(caller.id))
    const arrival: Arrival = {
      id: newId(),
      route,
      qualifier: call.qualifier ?? 'draft',
      trigger: 'function',
      triggerName: null,
      caller: `function ${caller.route.function}`,
      parentId: caller.id,
      traceId: caller.traceId,
      hops: caller.hops + 1,
      lineage,
      http: null,
    }
    // Before the payload is looked at: a call that is one too many should cost as little as can be.
    const place = lineage.enter(arrival.hops)
    if (!place.allowed) return answerOf(await refuse(core, arrival, place.code, place.reason), new Uint8Array())
    try {
      using hold = core.budget.open(route.spaceId, null)
      const refusal = wrongPayload(call.payload, hold)
      if (refusal) return answerOf(await refuse(core, arrival, refusal.code, refusal.message), new Uint8Array())
      return await run(core, arrival, call)
    } finally {
      lineage.leave()
    }
  } catch (error) {
    platform.log({ level: 'error', message: 'A call between functions failed', error })
    return failed(null, 'InternalError', 'Alcove failed; its log says why')
  }
}

async function run(core: Core, arrival: Arrival, { payload, signal }: InnerCall): Promise<InnerAnswer> {
  const abort = new AbortController()
  const follow = () => abort.abort()
  signal.addEventListener('abort', follow, { once: true })
  if (signal.aborted) follow()
  using answer = new Collected(core.budget.open(arrival.route.spaceId, null), abort)
  const outcome = await execute(
    core,
    { ...arrival, input: { kind: 'event', payload }, recordedInput: recordedPayload(payload), abort },
    answer,
  )
  signal.removeEventListener('abort', follow)
  if (answer.refused) return failed(outcome.id, answer.refused.code, answer.refused.message)
  return answerOf(outcome, answer.bytes())
}

/** The function wrote it: as hostile as what comes from outside. */
function wrongPayload(payload: Uint8Array, hold: Hold): AlcoveError | null {
  if (payload.byteLength > LIMITS.requestBytes) {
    return new AlcoveError('PayloadTooLarge', `An event may have at most ${LIMITS.requestBytes} bytes`)
  }
  try {
    hold.take(payload.byteLength)
    parseJson(payload)
    return null
  } catch (error) {
    if (error instanceof AlcoveError) return error
    throw error
  }
}

/** Both are of one space: the caller is shown all of what the other one threw. */
function answerOf({ id, report }: Outcome, payload: Uint8Array): InnerAnswer {
  if (report.status === 'success') return { ok: true, invocationId: id, payload }
  const code = codeOf(report)
  if (report.error) return { ok: false, invocationId: id, code, error: report.error }
  return failed(id, code, sentenceOf(code))
}

function failed(invocationId: string | null, code: AlcoveError['code'], message: string): InnerAnswer {
  return { ok: false, invocationId, code, error: { name: code, message } }
}
