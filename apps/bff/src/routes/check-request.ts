import { AlcoveError, type RequestSchemas } from '@alcove/contract'
import { detailOf } from '../errors.ts'
import type { Refusal } from '../invoke/admit/facts.ts'
import { partsOf, type ReceivedParts } from './parts.ts'
import type { Validator } from '../schemas/schemas.ts'

/** Why a request does not match the schemas of its route, field by field; null: it does. */
export function checkRequest(validate: Validator, schemas: RequestSchemas, received: ReceivedParts): Refusal | null {
  try {
    const errors = validate(partsOf(schemas, received))
    if (errors === null) {
      return {
        code: 'ValidationFailed',
        reason: 'Checking the request against the schemas of its route takes too long',
      }
    }
    if (errors.length === 0) return null
    return { code: 'ValidationFailed', reason: detailOf(errors), extras: { errors } }
  } catch (error) {
    if (!(error instanceof AlcoveError)) throw error
    const { errors } = error.extras
    return { code: error.code, reason: error.message, ...(errors && { extras: { errors } }) }
  }
}
