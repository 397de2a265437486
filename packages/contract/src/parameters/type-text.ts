import { isSchema, type JsonSchema } from './schema.ts'

const DEEPEST = 12

/** A schema as a TypeScript type, for the editor. What TypeScript cannot say is `unknown`. */
export function typeText(schema: unknown, root: JsonSchema, depth = 0): string {
  if (schema === false) return 'never'
  if (!isSchema(schema) || depth > DEEPEST) return 'unknown'
  const within = (inner: unknown) => typeText(inner, root, depth + 1)
  const { $ref, const: constant, enum: values, anyOf, oneOf, allOf } = schema
  if (typeof $ref === 'string') {
    const name = /^#\/\$defs\/([^/]+)$/.exec($ref)?.[1]
    const definitions = root['$defs']
    return name !== undefined && isSchema(definitions) ? within(definitions[name]) : 'unknown'
  }
  if (constant !== undefined) return literal(constant)
  if (Array.isArray(values)) return values.length === 0 ? 'never' : values.map(literal).join(' | ')
  for (const choices of [anyOf, oneOf]) {
    if (Array.isArray(choices)) return choices.map(within).join(' | ') || 'never'
  }
  if (Array.isArray(allOf)) return allOf.map((each) => `(${within(each)})`).join(' & ') || 'unknown'
  const { type } = schema
  const types = Array.isArray(type) ? type : [type]
  return types.map((one) => ofType(one, schema, root, depth)).join(' | ')
}

function ofType(type: unknown, schema: JsonSchema, root: JsonSchema, depth: number): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return `Array<${typeText(schema['items'], root, depth)}>`
    case 'object':
      return isSchema(schema['properties']) ? objectText(schema, root, depth) : 'Record<string, unknown>'
    default:
      return 'unknown'
  }
}

/** @param filled properties that are always there: their defaults are filled in */
export function objectText(schema: JsonSchema, root: JsonSchema, depth = 0, filled: readonly string[] = []): string {
  const properties = schema['properties'] as JsonSchema
  const required = new Set([...(Array.isArray(schema['required']) ? schema['required'] : []), ...filled])
  const indent = '  '.repeat(depth + 1)
  const lines = Object.entries(properties).map(([name, property]) => {
    const optional = required.has(name) ? '' : '?'
    return `${comment(property, indent)}${indent}${JSON.stringify(name)}${optional}: ${typeText(property, root, depth + 1)}\n`
  })
  return `{\n${lines.join('')}${'  '.repeat(depth)}}`
}

function comment(schema: unknown, indent: string): string {
  if (!isSchema(schema)) return ''
  const { description, default: given } = schema
  const said = [
    ...(typeof description === 'string' && description !== '' ? [description] : []),
    ...(given === undefined ? [] : [`Default ${JSON.stringify(given)}.`]),
  ].join(' ')
  // Nothing in it may end the comment.
  return said === '' ? '' : `${indent}/** ${said.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ')} */\n`
}

const literal = (value: unknown): string =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value) ? JSON.stringify(value) : 'unknown'
