import { MASKED, secretValues } from '@alcove/contract'
import type { OrderEvent } from '../order.ts'

/** Masks the values of secret parameters in a call's records: lines, output and error. */
export function redactor(event: OrderEvent, secrets: ReadonlySet<string>): (text: string) => string {
  // TextDecoder drops a byte order mark, which JSON.parse refuses.
  const text = new TextDecoder().decode(event.kind === 'event' ? event.payload : event.body)
  const values = secretValues(text, secrets)
  return (line) => values.reduce((left, value) => left.replaceAll(value, MASKED), line)
}
