import { AlcoveError } from '@alcove/contract'
import { idempotent, keyReused, storedAnswer, type Ctx, type IdempotentRequest } from '@alcove/platform'
import { PROBLEM_TYPE, problemOf } from '../errors.ts'

/** What is kept of an answer. */
interface Kept {
  status: number
  headers: [string, string][]
  body: string
}

type Answer = (ctx: Ctx) => Promise<Response>

/** A create: it runs in the transaction that keeps its answer. */
export async function replayCreate(request: IdempotentRequest, answer: Answer): Promise<Response> {
  return responseOf(await idempotent(request, async (ctx) => kept(await answer(ctx))))
}

/**
 * A call may take minutes, too long to hold a transaction open: repetitions meanwhile wait for the first in memory, and
 * its answer is kept when there is one. A call that failed was made all the same, so its failure is kept as well.
 */
export function callReplayer(): (request: IdempotentRequest, answer: Answer) => Promise<Response> {
  /** Calls that run now, by who made them and the key. */
  const running = new Map<string, { fingerprint: string; result: Promise<Kept> }>()

  return async (request, answer) => {
    const { ctx, key, fingerprint } = request
    const id = JSON.stringify(['id' in ctx.actor ? ctx.actor.id : '', key])
    let first = running.get(id)
    if (first && first.fingerprint !== fingerprint) throw keyReused()
    if (!first) {
      first = { fingerprint, result: call(request, answer).finally(() => running.delete(id)) }
      running.set(id, first)
    }
    return responseOf(await first.result)
  }
}

async function call(request: IdempotentRequest, answer: Answer): Promise<Kept> {
  const stored = await storedAnswer<Kept>(request)
  if (stored) return stored
  const fresh = await kept(
    await answer(request.ctx).catch((error: unknown) => failedCall(error, request.ctx.requestId)),
  )
  return idempotent(request, async () => fresh)
}

function failedCall(error: unknown, requestId: string): Response {
  if (!(error instanceof AlcoveError && error.extras.invocationId)) throw error
  const { problem, headers } = problemOf(error, requestId)
  return Response.json(problem, { status: problem.status, headers: { ...headers, 'Content-Type': PROBLEM_TYPE } })
}

async function kept(response: Response): Promise<Kept> {
  return { status: response.status, headers: [...response.headers], body: await response.text() }
}

function responseOf({ status, headers, body }: Kept): Response {
  return new Response(body || null, { status, headers })
}
