import { AlcoveError, subjectOf, type FieldError, type ParametersSchema } from '@alcove/contract'
import { detailOf } from '../../errors.ts'
import { parseJson } from '../../wire/json.ts'
import type { Refusal } from '../admit/facts.ts'
import { compiledOf, type CompiledParameters } from './compiled.ts'

/** Why an event does not match the parameters of a function, field by field; null: it does. */
export function checkParameters(schema: ParametersSchema, event: Uint8Array): Refusal | null {
  return refusing(schema, (compiled) => {
    const subject = subjectOf(parseJson(event))
    switch (subject.of) {
      case 'nothing':
        return []
      case 'body':
        return compiled.validate({ body: parseJson(Buffer.from(subject.text)) })
      case 'event':
        return compiled.validate({ body: filled(compiled, subject.value) })?.map(withoutPart) ?? null
    }
  })
}

/** The same of the body of a request. */
export function checkBody(schema: ParametersSchema, body: Uint8Array): Refusal | null {
  return refusing(schema, ({ validate }) => validate({ body: parseJson(body) }))
}

function refusing(schema: ParametersSchema, check: (compiled: CompiledParameters) => FieldError[] | null) {
  const compiled = compiledOf(schema)
  const { secrets } = compiled
  try {
    const errors = check(compiled)
    if (errors === null) {
      const reason = 'Checking the event against the parameters of the function takes too long'
      return { code: 'ValidationFailed', reason, secrets } as const
    }
    if (errors.length === 0) return null
    return { code: 'ValidationFailed', reason: detailOf(errors), extras: { errors }, secrets } as const
  } catch (error) {
    if (!(error instanceof AlcoveError)) throw error
    // The message of a parser quotes the text, which may hold a secret.
    const reason =
      error.code === 'MalformedJson' ? 'The body is not JSON: the function takes parameters' : error.message
    return {
      code: error.code,
      reason,
      ...(error.extras.errors && { extras: { errors: error.extras.errors } }),
      secrets,
    }
  }
}

/** A parameter with a default is there, even a required one. */
function filled({ defaults }: CompiledParameters, event: unknown): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return event
  return { ...Object.fromEntries(defaults), ...event }
}

/** `orderId` rather than `body.orderId`, because a caller with an event sends no other parts. */
function withoutPart({ path, message }: FieldError): FieldError {
  return { path: path === 'body' ? 'event' : path.slice('body.'.length), message }
}
