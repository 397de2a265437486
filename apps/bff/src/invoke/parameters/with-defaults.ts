import { subjectOf, type ParametersSchema } from '@alcove/contract'
import type { OrderEvent } from '../order.ts'
import { compiledOf } from './compiled.ts'

/**
 * The event with the defaults of the parameters that it leaves out. They are added to its text, so that everything else
 * stays as it was written. A request keeps its body byte for byte: it may be signed.
 */
export function withDefaults(schema: ParametersSchema, event: OrderEvent): OrderEvent {
  const { defaults } = compiledOf(schema)
  if (defaults.length === 0 || event.kind === 'http') return event
  const text = Buffer.from(event.payload).toString()
  const value: unknown = JSON.parse(text)
  if (subjectOf(value).of !== 'event') return event
  const given = value as Record<string, unknown>
  const missing = defaults.filter(([name]) => !Object.hasOwn(given, name))
  if (missing.length === 0) return event
  const added = missing.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')
  const at = text.indexOf('{') + 1
  const comma = Object.keys(given).length > 0 ? ',' : ''
  return { kind: 'event', payload: Buffer.from(`${text.slice(0, at)}${added}${comma}${text.slice(at)}`) }
}
