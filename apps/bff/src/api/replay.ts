import { AlcoveError } from '@alcove/contract'
import { idempotent, keyReused, storedAnswer, type Ctx, type IdempotentRequest } from '@alcove/platform'
import { PROBLEM_TYPE, problemOf } from '../errors.ts'

/** The stored part of an answer. */
interface Kept {
  status: number
  headers: [string, string][]
  body: string
}

type Answer = (ctx: Ctx) => Promise<Response>

/** For creates: runs in the same transaction that stores the answer. */
export async function replayCreate(request: IdempotentRequest, answer: Answer): Promise<Response> {
  return responseOf(await idempotent(request, async (ctx) => kept(await answer(ctx))))
}

/**
 * For calls. A call may take minutes, too long for a transaction: repetitions wait in memory for the first one, whose
 * answer is then stored. A failed call was made too, so its failure is stored as well.
 */
export function callReplayer(): (request: IdempotentRequest, answer: Answer) => Promise<Response> {
  /** Running calls, by actor and key. */
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
