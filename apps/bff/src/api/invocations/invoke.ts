import { notFound, type Qualifier } from '@alcove/contract'
import { actorName, newId, type SpaceCtx } from '@alcove/platform'
import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Collected } from '../../invoke/collected.ts'
import { execute, refuse, type CallRequest, type Outcome } from '../../invoke/execute.ts'
import { failureOf } from '../../invoke/failure.ts'
import type { Reentry } from '../../invoke/lineage.ts'
import { recordedPayload } from '../../invoke/payload-capture.ts'
import { traceIdOf, traceparentOf } from '../../invoke/trace.ts'
import { parseJson } from '../body.ts'

interface Invocation {
  deps: Deps
  ctx: SpaceCtx
  fn: string
  qualifier: z.infer<typeof Qualifier>
  /** The body as it came; an empty one is the event `null`. */
  bytes: Uint8Array
  request: Request
}

const NULL_EVENT = new TextEncoder().encode('null')

/** Runs the function and answers with its value; a failure is a problem document. Both name the recorded call. */
export async function invoke({ deps, ctx, fn, qualifier, bytes, request }: Invocation): Promise<Response> {
  const route = deps.platform.routes.find(ctx.space.name, fn)
  if (!route) throw notFound('function', fn)
  const payload = bytes.length > 0 ? bytes : NULL_EVENT
  parseJson(payload)

  const reentry = deps.lineages.reentryOf(request.headers.get('tracestate'))
  const abort = new AbortController()
  request.signal.addEventListener('abort', () => abort.abort(), { once: true })
  const call: CallRequest = {
    id: newId(),
    route,
    qualifier,
    input: { kind: 'event', payload },
    recordedInput: recordedPayload(payload),
    trigger: ctx.actor.kind === 'account' ? 'console' : 'api',
    triggerName: null,
    caller: actorName(ctx.actor),
    parentId: null,
    traceId: traceIdOf(request.headers.get('traceparent')),
    hops: reentry?.hops ?? 0,
    lineage: reentry?.lineage ?? null,
    http: null,
    abort,
  }
  using answer = new Collected(deps.budget.open(ctx.space.id, null), abort)
  const run = () => execute(deps, call, answer)
  const outcome = reentry ? await within(reentry, deps, call, run) : await run()

  const headers = headersOf(outcome, traceparentOf({ traceId: call.traceId, invocationId: call.id }))
  if (answer.refused) {
    Object.assign(answer.refused.extras, { invocationId: call.id })
    throw answer.refused
  }
  if (outcome.report.status !== 'success') {
    const failure = failureOf(outcome, ctx.space.role === null ? 'guest' : 'member')
    Object.assign((failure.extras.headers ??= {}), headers)
    throw failure
  }
  const body = answer.bytes()
  return new Response(body, {
    headers: { 'Content-Type': 'application/json', 'Content-Length': String(body.length), ...headers },
  })
}

/** A function's own call of the API, known by the `tracestate` that it passes on. */
async function within(
  { lineage, hops }: Reentry,
  deps: Deps,
  call: CallRequest,
  run: () => Promise<Outcome>,
): Promise<Outcome> {
  const place = lineage.enter(hops)
  if (!place.allowed) return refuse(deps, call, place.code, place.reason, call.recordedInput)
  try {
    return await run()
  } finally {
    lineage.leave()
  }
}

function headersOf({ id, version, report }: Outcome, traceparent: string): Record<string, string> {
  return {
    'X-Alcove-Invocation-Id': id,
    // A call that was refused ran no version, nor the draft.
    ...(report.status !== 'rejected' && { 'X-Alcove-Version': version === null ? 'draft' : String(version) }),
    'X-Alcove-Duration-Ms': report.durationMs.toFixed(2),
    // Whether it had to wait for its code to be loaded; and in which of the two ways.
    'X-Alcove-Cold-Start': String(report.start === 'cold' || report.start === 'prewarmed'),
    ...(report.start && { 'X-Alcove-Start': report.start }),
    // https://www.w3.org/TR/trace-context-2/#traceresponse-header
    Traceresponse: traceparent,
  }
}
