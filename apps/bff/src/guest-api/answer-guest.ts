import { AlcoveError, notFound, type GuestAnswer, type GuestRequest } from '@alcove/contract'
import { authorize, Turns, type Cause, type Turn } from '@alcove/platform'
import { fieldErrorsOf } from '../errors.ts'
import type { Call } from '../invoke/call.ts'
import type { Core } from '../invoke/core.ts'
import { OPERATIONS } from './operations.ts'

/** Limits each space, so that one cannot keep the database from the others. */
const turns = new Turns({
  atATime: 8,
  waiting: 1_000,
  refusal: () =>
    new AlcoveError(
      'TooManyRequests',
      'Functions of this space have 1,000 requests waiting already: make fewer at a time',
    ),
})

/** The most that the host keeps of a body that a function sends: the window of the frames. */
const WINDOW_BYTES = 512 * 1024

/**
 * Does what a function asks for, with the function's own rights in its own space, whoever called it. Never rejects: an
 * error becomes the answer, and an unexpected one tells the function nothing.
 */
export async function answerGuest(core: Core, call: Call, request: GuestRequest): Promise<GuestAnswer> {
  try {
    const { value, body = null } = await run(core, call, request)
    return { ok: true, value, body: body && logged(core, body) }
  } catch (error) {
    if (request.signal.aborted) return { ok: false, code: 'Cancelled', message: 'The call has ended' }
    if (error instanceof AlcoveError) return { ok: false, code: error.code, message: messageOf(error) }
    core.log.error({ err: error, operation: request.operation }, 'What a function asked for failed')
    return { ok: false, code: 'InternalError', message: 'Alcove failed; its log says why' }
  }
}

async function run(core: Core, call: Call, { operation: name, input, body, signal }: GuestRequest) {
  const { platform, budget } = core
  const { functionId, spaceId } = call.route
  const operation = OPERATIONS.get(name)
  if (!operation) throw new AlcoveError('NotImplemented', `This server has no operation ${name}`)
  const parsed = operation.input.safeParse(input)
  if (!parsed.success) {
    throw new AlcoveError('ValidationFailed', 'The request is not valid', {
      errors: fieldErrorsOf(parsed.error.issues),
    })
  }
  // Function and space may have been renamed since the call came in.
  const route = platform.routes.byId(functionId)
  if (!route) throw notFound('function', call.route.function)
  // Also while it waits.
  using held = budget.open(spaceId, null)
  if (body) held.take(WINDOW_BYTES)
  using turn = turns.of(spaceId)
  await turn.take(signal)
  const actor = { kind: 'function', id: functionId, name: route.function, space: route.space } as const
  const ctx = await authorize({
    ctx: { platform, db: platform.db, actor, requestId: call.order.id, signal, cause: causeOf(core, call) },
    action: operation.action,
    space: route.space,
  })
  // Another space may have the name by now.
  if (ctx.space.id !== spaceId) throw notFound('space', route.space)
  return await operation.run({ ctx, input: parsed.data, body: body && unhurried(body, turn, signal), call })
}

/** The function may take its time for a body, or need other requests to make it: meanwhile others have their turn. */
async function* unhurried(
  body: AsyncIterable<Uint8Array>,
  turn: Turn,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  turn.give()
  yield* body
  await turn.take(signal)
}

/** What the function changes may start functions: those belong to its lineage, one hop further. */
function causeOf({ lineages }: Core, call: Call): Cause {
  const { id, traceId, hops } = call.order
  call.lineage ??= lineages.of(id)
  return { traceId, hops: hops + 1, lineage: call.lineage.id, parentId: id }
}

/** An answer that breaks off is cut; the log says why. */
async function* logged({ log }: Core, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    log.error({ err: error }, 'An answer to a function could not be read to its end')
    throw error
  }
}

function messageOf({ message, extras }: AlcoveError): string {
  const errors = extras.errors?.map(({ path, message }) => `${path}: ${message}`) ?? []
  return [message, ...errors].join('; ')
}
