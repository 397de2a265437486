import { withExactNumbers } from '../exact-numbers.ts'
import { isSchema, type JsonSchema, type ParametersSchema } from './schema.ts'
import { subjectOf } from './subject.ts'

/** What a record has in the place of a secret value. */
export const MASKED = '[secret]'

/** Stands for every name: the secrets have none, so everything is masked. */
const ALL = ''

/** Keywords whose values are no schemas, or apply only where something refers to them. */
const SKIPPED = new Set(['$defs', 'definitions', 'default', 'enum', 'const', 'examples', 'required', 'x-order'])

/**
 * Names of the properties that hold secrets: each that is `writeOnly` or holds something that is. If it is uncertain
 * what a mark belongs to, the nearest enclosing property counts.
 */
export function secretNames(schema: ParametersSchema): ReadonlySet<string> {
  const names = new Set<string>()
  if (!JSON.stringify(schema).includes('"writeOnly":true')) return names
  const seen = new Map<string, Set<object>>()

  function walk(node: unknown, owner: string): void {
    if (Array.isArray(node)) return node.forEach((each) => walk(each, owner))
    if (!isSchema(node)) return
    const within = seen.get(owner) ?? new Set()
    seen.set(owner, within)
    if (within.has(node)) return
    within.add(node)
    if (node['writeOnly'] === true) names.add(owner)
    for (const [keyword, value] of Object.entries(node)) {
      if (keyword === '$ref' || keyword === '$dynamicRef') {
        const target = pointed(schema, value)
        if (target === undefined) names.add(owner)
        else walk(target, owner)
      } else if (keyword === 'properties' && isSchema(value)) {
        for (const [name, property] of Object.entries(value)) walk(property, name)
      } else if (!SKIPPED.has(keyword)) {
        walk(value, owner)
      }
    }
  }
  walk(schema, ALL)
  return names
}

function pointed(schema: JsonSchema, reference: unknown): unknown {
  if (reference === '#') return schema
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined
  let current: unknown = schema
  for (const step of reference.slice(2).split('/')) {
    const name = decoded(step).replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined
    current = (current as JsonSchema)[name]
  }
  return current
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}

/** Secrets are not looked for among more values: to read a number with all its digits takes microseconds. */
const MOST_READ = 100_000
const STARTS = new Set([...',[{'].map((char) => char.charCodeAt(0)))

function hasTooManyValues(text: string): boolean {
  let values = 0
  for (let at = 0; at < text.length; at += 1) {
    if (STARTS.has(text.charCodeAt(at)) && (values += 1) > MOST_READ) return true
  }
  return false
}

/**
 * JSON text with the secrets masked, at any depth, and within the body of a request. Numbers keep all their digits. Text
 * that is not JSON, or holds too many values, is masked completely, because its parts are unknown.
 */
export function maskSecrets(text: string, names: ReadonlySet<string>): string {
  if (names.size === 0) return text
  if (names.has(ALL) || hasTooManyValues(text)) return JSON.stringify(MASKED)
  try {
    return JSON.stringify(
      JSON.parse(text, (key: string, value: unknown, context?: { source?: string }) => {
        if (names.has(key)) return MASKED
        if (key === 'body' && typeof value === 'string') return maskSecrets(value, names)
        return withExactNumbers(key, value, context)
      }),
    )
  } catch {
    return JSON.stringify(MASKED)
  }
}

const SHORTEST = 4
const MOST_VALUES = 200

/**
 * The values themselves, to keep them out of log lines and outputs: as they are, line by line since logs split them, and
 * as JSON writes them. Very short ones would be found in any text.
 * @returns null when the text holds too many values to look for secrets among them
 */
export function secretValues(text: string, names: ReadonlySet<string>): string[] | null {
  if (hasTooManyValues(text)) return null
  const values = new Set<string>()
  const add = (value: string) => void (value.length >= SHORTEST && values.size < MOST_VALUES && values.add(value))
  let complete = true
  const addFrom = (body: string) => {
    const found = secretValues(body, names)
    if (found === null) complete = false
    else found.forEach(add)
  }
  const collect = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) return Object.values(value).forEach(collect)
    if (typeof value === 'number') return add(String(value))
    if (typeof value !== 'string') return
    for (const part of new Set([value, ...value.split('\n').map((line) => line.trim())])) {
      add(part)
      add(JSON.stringify(part).slice(1, -1))
    }
  }
  try {
    const event: unknown = JSON.parse(text, (key: string, value: unknown, context?: { source?: string }) => {
      const exact = withExactNumbers(key, value, context)
      if (names.has(key) || names.has(ALL)) collect(exact)
      else if (key === 'body' && typeof value === 'string') addFrom(value)
      return exact
    })
    const subject = subjectOf(event)
    // A body in base64.
    if (subject.of === 'body') addFrom(subject.text)
  } catch {
    // No JSON: there is no value to find.
  }
  // A value that holds another one goes first.
  return complete ? [...values].sort((a, b) => b.length - a.length) : null
}
