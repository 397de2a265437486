import { z } from 'zod'

export const PATTERN_LIMITS = {
  /** Nesting of objects, counting those under $or. */
  depth: 8,
  /** Fields and conditions altogether. */
  values: 200,
  /** Characters as JSON. */
  length: 8 * 1024,
  /** How many elements of a list in an event are compared. */
  elements: 1_000,
} as const

type Scalar = string | number | boolean | null
type Comparison = '<' | '<=' | '=' | '>=' | '>'

/** A condition on one value, as in the patterns of Amazon EventBridge. */
type Condition =
  | Scalar
  | { prefix: string }
  | { suffix: string }
  | { 'anything-but': Scalar | Scalar[] | { prefix: string } | { suffix: string } }
  | { numeric: (Comparison | number)[] }
  | { exists: boolean }

/** Fields that all have to match; of the conditions on one, and of the alternatives under `$or`, one is enough. */
export type EventPattern = { [field: string]: Condition[] | EventPattern | EventPattern[] }

const COMPARISONS: readonly unknown[] = ['<', '<=', '=', '>=', '>'] satisfies Comparison[]

/**
 * The pattern of an event: `{ "type": [{ "prefix": "order." }], "data": { "total": [{ "numeric": [">", 100] }] } }`.
 * Each thing that is wrong is an issue at its own path.
 */
export const EventPattern: z.ZodType<EventPattern> = z
  .record(z.string(), z.unknown())
  .superRefine((pattern, ctx) => {
    if (JSON.stringify(pattern).length > PATTERN_LIMITS.length) {
      return ctx.addIssue({ code: 'custom', message: `Must have at most ${PATTERN_LIMITS.length} characters as JSON` })
    }
    const seen = { values: 0 }
    for (const { path, message } of problemsOf(pattern, [], seen)) ctx.addIssue({ code: 'custom', path, message })
    if (seen.values > PATTERN_LIMITS.values) {
      ctx.addIssue({ code: 'custom', message: `Must have at most ${PATTERN_LIMITS.values} fields and conditions` })
    }
  })
  .meta({
    description:
      'Which events, like patterns of Amazon EventBridge: exact values, prefix, suffix, anything-but, numeric, exists, $or',
    examples: [{ type: [{ prefix: 'shop.order.' }], data: { total: [{ numeric: ['>', 100] }] } }],
  }) as unknown as z.ZodType<EventPattern>

interface PatternProblem {
  path: (string | number)[]
  message: string
}

function* problemsOf(
  pattern: object,
  path: PatternProblem['path'],
  seen: { values: number },
): Generator<PatternProblem> {
  if (path.length > PATTERN_LIMITS.depth * 2)
    return yield { path, message: `Must be nested at most ${PATTERN_LIMITS.depth} deep` }
  const fields = Object.entries(pattern)
  if (fields.length === 0) yield { path, message: 'Needs at least one field' }
  for (const [field, value] of fields) {
    const at = [...path, field]
    if ((seen.values += 1) > PATTERN_LIMITS.values) return
    if (field === '$or') yield* problemsOfOr(value, at, seen)
    else if (isObject(value)) yield* problemsOf(value, at, seen)
    else if (!Array.isArray(value) || value.length === 0) {
      yield {
        path: at,
        message: 'Must be a list of values and conditions, such as ["created"], or an object of fields',
      }
    } else {
      for (const [index, condition] of value.entries()) {
        if ((seen.values += 1) > PATTERN_LIMITS.values) return
        const message = problemOfCondition(condition)
        if (message !== null) yield { path: [...at, index], message }
      }
    }
  }
}

function* problemsOfOr(
  value: unknown,
  at: PatternProblem['path'],
  seen: { values: number },
): Generator<PatternProblem> {
  if (!Array.isArray(value) || value.length < 2)
    return yield { path: at, message: 'Must be a list of two or more patterns' }
  for (const [index, alternative] of value.entries()) {
    if (isObject(alternative)) yield* problemsOf(alternative, [...at, index], seen)
    else yield { path: [...at, index], message: 'Must be an object of fields' }
  }
}

function problemOfCondition(condition: unknown): string | null {
  if (isScalar(condition)) return null
  const [entry, ...more] = isObject(condition) ? Object.entries(condition) : []
  if (!entry || more.length > 0)
    return 'Must be a value, or an object with one of prefix, suffix, anything-but, numeric, exists'
  const [name, value] = entry
  switch (name) {
    case 'prefix':
    case 'suffix':
      return typeof value === 'string' && value !== '' ? null : `${name} must be text that is not empty`
    case 'exists':
      return typeof value === 'boolean' ? null : 'exists must be true or false'
    case 'numeric':
      if (!isNumeric(value)) return 'numeric must be one or two comparisons, such as [">", 0, "<=", 5]'
      return isEmptyRange(value) ? 'No number meets both comparisons: this condition would never match' : null
    case 'anything-but':
      return isScalar(value) || (Array.isArray(value) && value.length > 0 && value.every(isScalar)) || isAffix(value)
        ? null
        : 'anything-but must be a value, a list of values, or a prefix or suffix'
    default:
      return `There is no condition "${name.slice(0, 40)}": use prefix, suffix, anything-but, numeric or exists`
  }
}

function isNumeric(value: unknown): value is (Comparison | number)[] {
  if (!Array.isArray(value) || (value.length !== 2 && value.length !== 4)) return false
  return value.every((part, index) => (index % 2 === 0 ? COMPARISONS.includes(part) : Number.isFinite(part)))
}

/** If any number meets both comparisons, then a bound, the middle between the bounds or a number beyond them does. */
function isEmptyRange(numeric: readonly (Comparison | number)[]): boolean {
  if (numeric.length === 2) return false
  const [a, b] = [numeric[1] as number, numeric[3] as number]
  const beyond = [-Number.MAX_VALUE, Number.MAX_VALUE]
  return [a, b, a / 2 + b / 2, ...beyond].every((number) => !compares(numeric, number))
}

function isAffix(value: unknown): boolean {
  const [entry, ...more] = isObject(value) ? Object.entries(value) : []
  return (
    more.length === 0 &&
    (entry?.[0] === 'prefix' || entry?.[0] === 'suffix') &&
    typeof entry[1] === 'string' &&
    entry[1] !== ''
  )
}

/** Whether a value that came from JSON matches. Its own fields alone count. */
export function matchesPattern(pattern: EventPattern, value: unknown): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field === '$or') return (wanted as EventPattern[]).some((alternative) => matchesPattern(alternative, value))
    const found = isObject(value) && Object.hasOwn(value, field) ? value[field] : undefined
    if (!Array.isArray(wanted)) {
      return Array.isArray(found)
        ? found.slice(0, PATTERN_LIMITS.elements).some((element) => matchesPattern(wanted, element))
        : matchesPattern(wanted, found)
    }
    return (wanted as Condition[]).some((condition) => meets(condition, found))
  })
}

/** A list meets a condition when one of its elements does; it meets `anything-but` when none is what is excluded. */
function meets(condition: Condition, found: unknown): boolean {
  if (isObject(condition) && 'exists' in condition) return (found !== undefined) === condition.exists
  if (!Array.isArray(found)) return found !== undefined && meetsOne(condition, found)
  const elements = found.slice(0, PATTERN_LIMITS.elements)
  if (isObject(condition) && 'anything-but' in condition)
    return elements.every((element) => meetsOne(condition, element))
  return elements.some((element) => meetsOne(condition, element))
}

function meetsOne(condition: Condition, found: unknown): boolean {
  if (!isObject(condition)) return found === condition
  if ('prefix' in condition) return typeof found === 'string' && found.startsWith(condition.prefix)
  if ('suffix' in condition) return typeof found === 'string' && found.endsWith(condition.suffix)
  if ('numeric' in condition) return typeof found === 'number' && compares(condition.numeric, found)
  if ('anything-but' in condition) {
    const excluded = condition['anything-but']
    return Array.isArray(excluded) ? !excluded.includes(found as Scalar) : !meetsOne(excluded, found)
  }
  return false
}

function compares(numeric: readonly (Comparison | number)[], found: number): boolean {
  for (let at = 0; at < numeric.length; at += 2) {
    if (!compare(numeric[at] as Comparison, found, numeric[at + 1] as number)) return false
  }
  return true
}

function compare(comparison: Comparison, a: number, b: number): boolean {
  switch (comparison) {
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '=':
      return a === b
    case '>=':
      return a >= b
    case '>':
      return a > b
  }
}

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
