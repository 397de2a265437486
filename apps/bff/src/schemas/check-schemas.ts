import { AlcoveError, type FieldError, type ParametersSchema, type RequestSchemas } from '@alcove/contract'
import { inThread } from '@alcove/engine'
import { Turns } from '@alcove/platform'

/** Most of the time is the start of the thread; what it compiles is limited by processor time. */
const LIMITS = { ms: 60_000, memoryMb: 128 }
/** Threads at the same time: their memory adds up. */
const turns = new Turns({
  atATime: 2,
  waiting: 20,
  refusal: () => new AlcoveError('Unavailable', 'The server checks other schemas: try again in a few seconds'),
})

/** What the thread answers. */
export interface CheckedSchemas {
  errors: FieldError[]
}

/**
 * Refuses schemas that cannot be compiled, or not soon enough, before they are stored: compiled in the event loop, a
 * hostile one would stop everything else.
 * @throws {AlcoveError} ValidationFailed; Unavailable while many others are checked
 */
export async function checkSchemas(schemas: RequestSchemas): Promise<void> {
  if (Object.keys(schemas).length === 0) return
  using turn = turns.of('')
  await turn.take()
  const result = await inThread<CheckedSchemas>(new URL('./compile-in-thread.ts', import.meta.url), schemas, LIMITS)
  const message = 'They take too long to compile, or too much memory. Make them smaller'
  const errors = 'answer' in result ? result.answer.errors : [{ path: 'schemas', message }]
  const [first] = errors
  if (first) throw new AlcoveError('ValidationFailed', first.message, { errors })
}

/** The same of the parameters of a function. */
export async function checkParametersSchema(parameters: ParametersSchema | null | undefined): Promise<void> {
  if (!parameters) return
  try {
    await checkSchemas({ body: parameters })
  } catch (error) {
    if (!(error instanceof AlcoveError) || error.code !== 'ValidationFailed') throw error
    const message = error.message.replace('The schema of body', 'The schema')
    throw new AlcoveError('ValidationFailed', message, { errors: [{ path: 'parameters', message }] })
  }
}
