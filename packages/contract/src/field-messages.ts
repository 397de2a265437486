import type { z } from 'zod'

/** What is wrong with a field, in words for the person who fills it in. A message of the schema comes first. */
export function fieldMessageOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'Is missing' : TYPES[issue.expected]
    case 'invalid_value':
      return issue.input === undefined ? 'Is missing' : oneOf(issue.values)
    case 'too_small':
      return limit(issue.exact ? 'exactly' : 'at least', issue.origin, issue.minimum)
    case 'too_big':
      return limit(issue.exact ? 'exactly' : 'at most', issue.origin, issue.maximum)
    case 'not_multiple_of':
      return `Must be a multiple of ${issue.divisor}`
    case 'invalid_format':
      return FORMATS[issue.format]
    case 'invalid_union':
      return issue.input === undefined ? 'Is missing' : oneOf((issue['options'] as string[] | undefined) ?? [])
    default:
      return undefined
  }
}

const TYPES: Record<string, string> = {
  string: 'Must be text',
  number: 'Must be a number',
  int: 'Must be a whole number',
  boolean: 'Must be true or false',
  array: 'Must be a list',
  object: 'Must be an object',
  record: 'Must be an object',
  null: 'Must be null',
  never: 'Cannot be given here',
}

const FORMATS: Record<string, string> = {
  datetime: 'Must be a time such as 2026-01-31T12:00:00Z',
  date: 'Must be a date such as 2026-01-31',
  email: 'Must be an e-mail address',
  url: 'Must be a URL',
  uuid: 'Must be a UUID',
  base64: 'Must be base64',
}

function limit(how: string, origin: string, amount: number | bigint): string {
  const ofMany = amount === 1 ? '' : 's'
  if (origin === 'string')
    return amount === 1 && how === 'at least' ? 'Must not be empty' : `Must have ${how} ${amount} character${ofMany}`
  if (origin === 'number' || origin === 'int' || origin === 'bigint') return `Must be ${how} ${amount}`
  return `Must have ${how} ${amount} ${amount === 1 ? 'entry' : 'entries'}`
}

function oneOf(values: readonly unknown[]): string | undefined {
  if (values.length === 0) return undefined
  const named = values.map((value) => (typeof value === 'string' ? `"${value}"` : String(value)))
  return named.length === 1 ? `Must be ${named[0]}` : `Must be one of ${named.join(', ')}`
}
