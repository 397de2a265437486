import type { CloudEvent, EventPattern } from '@alcove/contract'
import { newId } from '../../../database/ids.ts'

/** An event that the pattern says something about, for the fields that it names. */
export function sampleEvent(pattern: EventPattern, now: number): CloudEvent {
  const time = new Date(now).toISOString()
  return {
    specversion: '1.0',
    id: newId(now),
    source: '/sample',
    type: 'sample',
    time,
    datacontenttype: 'application/json',
    data: {},
    ...(fieldsOf(pattern) as Partial<CloudEvent>),
  }
}

function fieldsOf(pattern: EventPattern): Record<string, unknown> {
  const fields = Object.entries(pattern).flatMap(([field, wanted]): [string, unknown][] => {
    if (field === '$or') return Object.entries(fieldsOf((wanted as EventPattern[])[0]!))
    if (!Array.isArray(wanted)) return [[field, fieldsOf(wanted)]]
    const value = valueOf((wanted as unknown[])[0])
    return value === undefined ? [] : [[field, value]]
  })
  return Object.fromEntries(fields)
}

/** A value that meets the condition; undefined: none does, or the field must not exist. */
function valueOf(condition: unknown): unknown {
  if (typeof condition !== 'object' || condition === null) return condition
  const [[name, value]] = Object.entries(condition) as [[string, unknown]]
  switch (name) {
    case 'prefix':
    case 'suffix':
      return value
    case 'exists':
      return value === true ? 'sample' : undefined
    case 'numeric': {
      const [comparison, bound] = value as [string, number]
      return comparison === '<' ? bound - 1 : comparison === '>' ? bound + 1 : bound
    }
    default:
      return 'sample'
  }
}
