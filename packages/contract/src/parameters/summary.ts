import { isSchema, parametersOf, type JsonSchema, type ParametersSchema } from './schema.ts'

/** The kinds of parameters that have a form field of their own. Everything else is `other`. */
export const PARAMETER_KINDS = ['string', 'integer', 'number', 'boolean', 'enum', 'list', 'object', 'other'] as const
export type ParameterKind = (typeof PARAMETER_KINDS)[number]

export function kindOf(schema: JsonSchema): ParameterKind {
  const { type, enum: values } = schema
  if (Array.isArray(values)) return values.every((value) => typeof value === 'string') ? 'enum' : 'other'
  switch (type) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
    case 'object':
      return type
    case 'array':
      return 'list'
    default:
      return 'other'
  }
}

/** A type in a few words: `string, o-…` reads better than its schema. */
export function typeSummary(schema: JsonSchema): string {
  switch (kindOf(schema)) {
    case 'enum':
      return `one of ${(schema['enum'] as unknown[]).length}`
    case 'list': {
      const { items } = schema
      return isSchema(items) ? `list of ${referenced(items) ?? typeSummary(items)}` : 'list'
    }
    case 'string': {
      const { format, pattern, maxLength } = schema
      const more = typeof format === 'string' ? format : typeof pattern === 'string' ? pattern : undefined
      if (more !== undefined) return `string, ${more}`
      return typeof maxLength === 'number' ? `string, to ${maxLength}` : 'string'
    }
    case 'integer':
    case 'number': {
      const { minimum, maximum, type } = schema
      const from = typeof minimum === 'number' ? ` from ${minimum}` : ''
      const to = typeof maximum === 'number' ? ` to ${maximum}` : ''
      return `${String(type)}${from}${to}`
    }
    case 'boolean':
    case 'object':
      return String(schema['type'])
    case 'other':
      return referenced(schema) ?? (Array.isArray(schema['type']) ? schema['type'].join(' or ') : 'any')
  }
}

const referenced = ({ $ref }: JsonSchema): string | undefined =>
  typeof $ref === 'string' ? ($ref.split('/').at(-1) ?? $ref) : undefined

/** What the audit shows: each parameter with its type. */
export function parametersSummary(schema: ParametersSchema | null | undefined): Record<string, string> | null {
  if (!schema) return null
  return Object.fromEntries(
    parametersOf(schema).map(({ name, required, schema }) => [
      name,
      [
        typeSummary(schema),
        ...(required ? ['required'] : []),
        ...('default' in schema ? [`default ${JSON.stringify(schema['default'])}`] : []),
        ...(schema['writeOnly'] === true ? ['secret'] : []),
      ]
        .join(', ')
        .slice(0, 200),
    ]),
  )
}
