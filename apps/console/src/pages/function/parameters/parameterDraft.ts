import { kindOf, type JsonSchema, type Parameter, type ParameterKind } from '@alcove/contract'

/** Keywords that say something about one kind of values only. */
const OF_KIND = [
  'type',
  'enum',
  'const',
  'pattern',
  'format',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'items',
  'properties',
  'required',
  'additionalProperties',
  '$ref',
]

/** The schema of a parameter for values of another kind. Description and secrecy stay; a default does not fit any more. */
export function withKind(schema: JsonSchema, kind: ParameterKind): JsonSchema {
  if (kind === kindOf(schema)) return schema
  const rest = Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => !OF_KIND.includes(keyword) && keyword !== 'default'),
  )
  switch (kind) {
    case 'enum':
      return { type: 'string', enum: [], ...rest }
    case 'list':
      return { type: 'array', items: { type: 'string' }, ...rest }
    case 'object':
      return { type: 'object', ...rest }
    case 'other':
      return rest
    default:
      return { type: kind, ...rest }
  }
}

/** The schema with another value of a keyword; undefined removes it. */
export function withKeyword(schema: JsonSchema, keyword: string, value: unknown): JsonSchema {
  const { [keyword]: _before, ...rest } = schema
  return value === undefined ? rest : { ...rest, [keyword]: value }
}

export function freeName(parameters: readonly Parameter[]): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? 'parameter' : `parameter${number}`
    if (!parameters.some((each) => each.name === name)) return name
  }
}

export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  if (to < 0 || to >= items.length) return [...items]
  const rest = items.filter((_, at) => at !== from)
  return [...rest.slice(0, to), items[from]!, ...rest.slice(to)]
}
