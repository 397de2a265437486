import { MASKED, secretValues } from '@alcove/contract'
import type { OrderEvent } from '../order.ts'

/** Keeps the values of secret parameters out of what is recorded of a call: lines, output and error. */
export function redactor(event: OrderEvent, secrets: ReadonlySet<string>): (text: string) => string {
  const values = secretValues(Buffer.from(event.kind === 'event' ? event.payload : event.body).toString(), secrets)
  return (text) => values.reduce((left, value) => left.replaceAll(value, MASKED), text)
}
