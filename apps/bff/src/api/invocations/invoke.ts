import { AlcoveError, notFound, TASK_LIMITS, type AcceptedTask, type Qualifier } from '@alcove/contract'
import {
  acceptTask,
  actorName,
  newId,
  quotasOfKey,
  type BuiltSave,
  type FunctionRoute,
  type SpaceCtx,
} from '@alcove/platform'
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { endCallWithRight } from '../../auth/end-call-with-right.ts'
import type { RightToRead } from '../../auth/right-to-read.ts'
import type { Deps } from '../../deps.ts'
import { admit, type Verdict } from '../../invoke/admit/admit.ts'
import type { Caller } from '../../invoke/admit/facts.ts'
import type { Call, Outcome } from '../../invoke/call.ts'
import { Collected } from '../../invoke/collected.ts'
import { DELAY_HEADER, delayedUntil, undelayable } from '../../invoke/delay.ts'
import { failureOf, refusalError } from '../../invoke/failure.ts'
import { prefersAsync } from '../../invoke/prefers-async.ts'
import { recordError, refuse } from '../../invoke/record.ts'
import type { Target } from '../../invoke/resolve.ts'
import { refusedMeanwhile } from '../../invoke/right-ended.ts'
import { run } from '../../invoke/run.ts'
import { traceIdOf, traceparentOf } from '../../invoke/trace.ts'
import { authorizeAgain } from '../authorize-again.ts'

interface Invocation {
  deps: Deps
  ctx: SpaceCtx
  fn: string
  qualifier: z.infer<typeof Qualifier>
  /** When an asynchronous call is due; a moment as ISO 8601. */
  runAt?: string | undefined
  /** The state of the history that runs in place of the draft's code; it never becomes a task. */
  saved?: BuiltSave
  /** The raw body. An empty one is the event `null`. */
  bytes: Uint8Array
  request: Request
}

const NULL_EVENT = new TextEncoder().encode('null')

/** Runs the function and answers with its result, or with a problem document. Both carry the invocation's id. */
export async function invoke(invocation: Invocation): Promise<Response> {
  const { deps, ctx, fn, saved, request, runAt } = invocation
  const isAsync = prefersAsync(request.headers.get('prefer'))
  if (!isAsync && (runAt !== undefined || request.headers.has(DELAY_HEADER))) {
    const message = 'Only an asynchronous call runs later: send Prefer: respond-async'
    throw undelayable(message, runAt === undefined ? 'X-Alcove-Delay-Seconds' : 'runAt')
  }
  const route = deps.platform.routes.find(ctx.space.name, fn)
  if (!route) throw notFound('function', fn)
  const caller = callerOf(ctx)
  const call = callOf(invocation, route, caller)
  const admission = admitOrRecord(deps, call, caller)
  const verdict = admission instanceof Promise ? await admission : admission
  if (verdict.refusal) {
    const refused = await refuse(deps, call, verdict)
    throw withHeaders(refusalError(verdict.refusal, refused.id), headersOf(refused, call))
  }
  if (!saved && isAsync) return accept(invocation, call)
  const target = saved ? withCode(verdict.target, saved) : verdict.target
  using answer = new Collected(deps.budget.open(ctx.space.id, null), call.abort)
  const right = rightOf(invocation, call)
  const outcome = await runInLineage(deps, call, target, answer).finally(() => right.stop())
  const refused = answer.refused ?? refusedMeanwhile(call.abort.signal)
  if (refused) {
    refused.extras.invocationId = call.order.id
    throw refused
  }
  const headers = headersOf(outcome, call)
  if (outcome.report.status !== 'success') throw withHeaders(failureOf(outcome, caller.reader), headers)
  const body = answer.bytes()
  return new Response(body, {
    headers: { 'Content-Type': 'application/json', 'Content-Length': String(body.length), ...headers },
  })
}

function rightOf({ deps: { platform }, ctx, request }: Invocation, call: Call): RightToRead {
  return endCallWithRight({
    platform,
    call,
    async ask({ space: name, function: fn }) {
      return (await authorizeAgain({ ctx, request, action: 'functions:invoke', name, fn })).space.until
    },
    until: ctx.space.until,
  })
}

/** Another revision to the engine, so that no instance serves both this state and the draft. */
function withCode(target: Target, { codeHash, build }: BuiltSave): Target {
  const { revision } = target
  const id = createHash('sha256')
    .update(JSON.stringify([revision.id, 'state', codeHash]))
    .digest('hex')
  return { ...target, revision: { ...revision, id, codeHash, build } }
}

/** Makes the admitted call a task. It is committed before the answer goes out. */
async function accept({ deps, ctx, runAt, request }: Invocation, { order }: Call): Promise<Response> {
  const key = request.headers.get('idempotency-key')
  const { id } = await acceptTask(deps.platform, {
    functionId: order.functionId,
    qualifier: order.qualifier!,
    event: (order.event as { payload: Uint8Array }).payload,
    trigger: order.trigger,
    caller: order.caller,
    traceId: order.traceId,
    requestId: ctx.requestId,
    hops: order.hops,
    ...(order.lineage !== null && { lineage: order.lineage }),
    ...dueAt(request, runAt),
    ...(key !== null && { idempotencyKey: key, keyOwner: order.caller! }),
  })
  return Response.json({ id, state: 'queued' } satisfies z.infer<typeof AcceptedTask>, {
    status: 202,
    headers: { Location: `/api/v1/spaces/${ctx.space.name}/tasks/${id}`, 'Preference-Applied': 'respond-async' },
  })
}

function dueAt({ headers }: Request, runAt: string | undefined): { runAt?: Date } {
  const delay = headers.get(DELAY_HEADER)
  if (delay === null) return runAt === undefined ? {} : { runAt: soonEnough(new Date(runAt)) }
  if (runAt === undefined) return { runAt: delayedUntil(delay) }
  const message = 'Give runAt or X-Alcove-Delay-Seconds, not both'
  throw undelayable(message, 'runAt')
}

function soonEnough(due: Date): Date {
  if (due.getTime() <= Date.now() + TASK_LIMITS.delay * 1000) return due
  const message = 'Must be at most 14 days away'
  throw undelayable(message, 'runAt')
}

/** The route has already authorised the caller. */
function callerOf({ actor, space }: SpaceCtx): Caller {
  const reader = space.role === null ? 'guest' : 'member'
  return { name: actorName(actor), reader, quotas: quotasOfKey(actor), keyNamesSpace: false, refusal: null }
}

function callOf(
  { deps, ctx, qualifier, saved, bytes, request }: Invocation,
  route: FunctionRoute,
  caller: Caller,
): Call {
  const { headers, signal } = request
  // A function that calls the API is recognised by the `tracestate` it passes on.
  const reentry = deps.lineages.reentryOf(headers.get('tracestate'))
  const abort = new AbortController()
  signal.addEventListener('abort', () => abort.abort(), { once: true })
  return {
    order: {
      id: newId(),
      spaceId: route.spaceId,
      functionId: route.functionId,
      qualifier,
      event: { kind: 'event', payload: eventOf(bytes) },
      trigger: ctx.actor.kind === 'account' ? 'console' : 'api',
      triggerName: saved ? `state ${saved.codeHash.slice(0, 7)}` : null,
      caller: caller.name,
      parentId: null,
      traceId: traceIdOf(headers.get('traceparent')),
      hops: reentry?.hops ?? 0,
      lineage: reentry?.lineage.id ?? null,
      taskId: null,
      requestId: ctx.requestId,
      http: null,
    },
    route,
    caller,
    lineage: reentry?.lineage ?? null,
    abort,
  }
}

/** Drops a byte order mark, which JSON parsers may ignore (RFC 8259, section 8.1) and those of the runtimes do not. */
function eventOf(bytes: Uint8Array): Uint8Array {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const event = marked ? bytes.subarray(3) : bytes
  return event.length > 0 ? event : NULL_EVENT
}

function admitOrRecord(deps: Deps, call: Call, { reader }: Caller): Verdict | Promise<never> {
  try {
    return admit(call.order, call, Math.random())
  } catch (error) {
    return recordError(deps, call, error, reader).then((told) => Promise.reject(told))
  }
}

/** Not async, so that a call from outside, which has no slot to release, costs no extra microtask. */
function runInLineage(deps: Deps, call: Call, target: Target, answer: Collected): Promise<Outcome> {
  const { lineage } = call
  if (lineage === null) return run(deps, call, target, answer)
  lineage.enter()
  return run(deps, call, target, answer).finally(() => lineage.leave())
}

function withHeaders(error: AlcoveError, headers: Record<string, string>): AlcoveError {
  error.extras.headers = { ...error.extras.headers, ...headers }
  return error
}

function headersOf({ id, version, report }: Outcome, { order }: Call): Record<string, string> {
  return {
    'X-Alcove-Invocation-Id': id,
    // A refused call ran no version.
    ...(report.status !== 'rejected' &&
      report.code !== 'QuotaExceeded' && { 'X-Alcove-Version': version === null ? 'draft' : String(version) }),
    'X-Alcove-Duration-Ms': report.durationMs.toFixed(2),
    // Whether the call waited for its code to load, and in which of the two ways.
    'X-Alcove-Cold-Start': String(report.start === 'cold' || report.start === 'prewarmed'),
    ...(report.start && { 'X-Alcove-Start': report.start }),
    // https://www.w3.org/TR/trace-context-2/#traceresponse-header
    Traceresponse: traceparentOf({ traceId: order.traceId, invocationId: order.id }),
  }
}
