import { MASKED, secretValues } from '@alcove/contract'
import type { OrderEvent } from '../order.ts'

/** Masks the values of secret parameters in a call's records: lines, output and error. */
export function redactor(event: OrderEvent, secrets: ReadonlySet<string>): (text: string) => string {
  // TextDecoder drops a byte order mark, which JSON.parse refuses.
  const text = new TextDecoder().decode(event.kind === 'event' ? event.payload : event.body)
  const values = secretValues(text, secrets)
  if (values === null) return () => MASKED
  // Only what lies between masks is searched: a caller could choose values that are in the mask, and a line would grow
  // with each of them.
  return (line) => values.reduce((pieces, value) => pieces.flatMap((piece) => piece.split(value)), [line]).join(MASKED)
}
