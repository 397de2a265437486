import { fieldMessageOf } from '@alcove/contract'
import type { ErrorObject } from 'ajv/dist/2020.js'

/** Formats that have a sentence, by the names that zod gives them. */
const FORMATS: Record<string, string> = {
  'date-time': 'datetime',
  date: 'date',
  email: 'email',
  uri: 'url',
  uuid: 'uuid',
}

/** Of each keyword that limits a number of something: of what. */
const COUNTED: Record<string, string> = { Length: 'string', Items: 'array', Properties: 'array', imum: 'number' }

type Params = Partial<Record<'type' | 'format' | 'pattern' | 'comparison', string>> & {
  limit?: number
  multipleOf?: number
  allowedValues?: unknown[]
  allowedValue?: unknown
}

/** What is wrong with a field, in the same words as for the fields of the API, which exist in Chinese as well. */
export function sentenceOf({ keyword, params, message = '' }: ErrorObject): string {
  return said(keyword, params as Params, message).slice(0, 300)
}

/** What makes a schema unusable: ajv throws it as text. */
export function reasonOf({ message }: Error): string {
  const [, keyword] = /unknown keyword: (".*")/.exec(message) ?? []
  if (keyword) return `Unknown keyword ${keyword}`
  const [, format] = /^unknown format (".*") ignored/.exec(message) ?? []
  if (format) return `Unknown format ${format}`
  const [, reference] = /^can't resolve reference (.*) from id/.exec(message) ?? []
  if (reference) return `The reference ${reference} leads nowhere`
  return message === 'enum must have non-empty array' ? 'An "enum" needs at least one value' : message
}

function said(keyword: string, params: Params, message: string): string {
  const { limit = 0, format = '' } = params
  switch (keyword) {
    case 'required':
      return 'Is missing'
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'Unknown field'
    case 'type':
      return ofType(String(params.type))
    case 'enum':
      return `Must be one of ${(params.allowedValues ?? []).map((value) => JSON.stringify(value)).join(', ')}`
    case 'const':
      return `Must be ${JSON.stringify(params.allowedValue)}`
    case 'pattern':
      return `Must match ${params.pattern}`
    case 'format':
      return inWords({ code: 'invalid_format', format: FORMATS[format] ?? '' }) ?? `Must have the format ${format}`
    case 'multipleOf':
      return `Must be a multiple of ${params.multipleOf}`
    case 'exclusiveMinimum':
      return `Must be more than ${limit}`
    case 'exclusiveMaximum':
      return `Must be less than ${limit}`
    case 'anyOf':
    case 'oneOf':
      return 'Must match one of the choices of its schema'
    case 'uniqueItems':
      return 'Must not have equal entries'
    default: {
      const origin = COUNTED[keyword.slice(3)]
      if (origin === undefined) return message || 'Is not valid'
      const [code, at] = keyword.startsWith('min') ? ['too_small', 'minimum'] : ['too_big', 'maximum']
      return inWords({ code, origin, [at!]: limit }) ?? message
    }
  }
}

function ofType(type: string): string {
  if (type.includes(',')) return `Must be of one of these types: ${type.replaceAll(',', ', ')}`
  return inWords({ code: 'invalid_type', expected: type === 'integer' ? 'int' : type }) ?? `Must be ${type}`
}

const inWords = (issue: object): string | undefined =>
  fieldMessageOf({ input: null, ...issue } as Parameters<typeof fieldMessageOf>[0])
