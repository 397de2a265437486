import { AlcoveError, LIMITS, type ParametersSchema } from '@alcove/contract'
import { parseJson } from '../../wire/json.ts'
import type { OrderEvent } from '../order.ts'
import { checkBody, checkParameters } from '../parameters/check.ts'
import type { Refusal } from './facts.ts'

/**
 * An event has to be JSON within the limits, whether a client or a function wrote it, and match the parameters of the
 * function. Without parameters HTTP bodies may be anything.
 */
export function checkEvent(event: OrderEvent, parameters: ParametersSchema | undefined): Refusal | null {
  if (event.kind === 'http') return parameters && event.body.length > 0 ? checkBody(parameters, event.body) : null
  if (event.payload.byteLength > LIMITS.requestBytes) {
    return { code: 'PayloadTooLarge', reason: `An event may have at most ${LIMITS.requestBytes} bytes` }
  }
  if (hasMark(event.payload)) {
    return { code: 'MalformedJson', reason: 'The event begins with a byte order mark: send JSON without one' }
  }
  if (parameters) return checkParameters(parameters, event.payload)
  try {
    parseJson(event.payload)
    return null
  } catch (error) {
    if (!(error instanceof AlcoveError)) throw error
    const { errors } = error.extras
    return { code: error.code, reason: error.message, ...(errors && { extras: { errors } }) }
  }
}

/** RFC 8259, section 8.1: nobody may add it. Runtimes differ in whether they read it. */
const hasMark = ([first, second, third]: Uint8Array) => first === 0xef && second === 0xbb && third === 0xbf
