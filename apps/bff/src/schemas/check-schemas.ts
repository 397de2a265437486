import { AlcoveError, type FieldError, type ParametersSchema, type RequestSchemas } from '@alcove/contract'
import { inThread } from '@alcove/engine'
import { Turns } from '@alcove/platform'
import { detailOf } from '../errors.ts'

/** Most of the time is the start of the thread; what it compiles is limited by processor time. */
const LIMITS = { ms: 60_000, memoryMb: 128 }
/** Threads at the same time: their memory adds up. */
const turns = new Turns({
  atATime: 2,
  waiting: 20,
  refusal: () => new AlcoveError('Unavailable', 'The server checks other schemas: try again in a few seconds'),
})

export type SchemasInput = { schemas: RequestSchemas } | { parameters: ParametersSchema }

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
  if (Object.keys(schemas).length > 0) await check({ schemas })
}

/** The same of the parameters of a function. Their defaults must match as well. */
export async function checkParametersSchema(parameters: ParametersSchema | null | undefined): Promise<void> {
  if (parameters) await check({ parameters })
}

async function check(input: SchemasInput): Promise<void> {
  using turn = turns.of('')
  await turn.take()
  const result = await inThread<CheckedSchemas>(new URL('./compile-in-thread.ts', import.meta.url), input, LIMITS)
  const message = 'They take too long to compile, or too much memory. Make them smaller'
  const path = Object.keys(input)[0]!
  const { errors } = 'answer' in result ? result.answer : { errors: [{ path, message }] }
  const [first] = errors
  if (!first) return
  throw new AlcoveError('ValidationFailed', 'schemas' in input ? first.message : detailOf(errors), { errors })
}
