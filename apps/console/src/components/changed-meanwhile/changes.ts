import { numberText } from '@alcove/contract'

/** One field that an entry changed. */
export interface FieldChange {
  path: string
  before: string | null
  after: string | null
}

/** What differs between two values, field by field; equal fields are left out. */
export function changesBetween(before: unknown, after: unknown): FieldChange[] {
  const [old, young] = [flat(before), flat(after)]
  return [...new Set([...old.keys(), ...young.keys()])]
    .map((path) => ({ path, before: old.get(path) ?? null, after: young.get(path) ?? null }))
    .filter(({ before: from, after: to }) => from !== to)
}

function flat(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) {
    if (path !== '' && value === null) into.set(path, 'null')
  } else if (numberText(value) !== null) {
    into.set(path, numberText(value)!)
  } else if (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 0) {
    for (const [name, item] of Object.entries(value)) flat(item, path === '' ? name : `${path}.${name}`, into)
  } else {
    into.set(path, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return into
}
