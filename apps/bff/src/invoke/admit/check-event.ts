import { AlcoveError, LIMITS, type CallInput } from '@alcove/contract'
import { parseJson } from '../../wire/json.ts'
import type { Refusal } from './facts.ts'

/** An event has to be JSON within the limits, whether a client or a function wrote it. HTTP bodies may be anything. */
export function checkEvent(event: CallInput): Refusal | null {
  if (event.kind === 'http') return null
  if (event.payload.byteLength > LIMITS.requestBytes) {
    return { code: 'PayloadTooLarge', reason: `An event may have at most ${LIMITS.requestBytes} bytes` }
  }
  try {
    parseJson(event.payload)
    return null
  } catch (error) {
    if (!(error instanceof AlcoveError)) throw error
    const { errors } = error.extras
    return { code: error.code, reason: error.message, ...(errors && { extras: { errors } }) }
  }
}
