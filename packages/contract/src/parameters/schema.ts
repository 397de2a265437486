import { z } from 'zod'

/** A JSON Schema, or a part of one. */
export type JsonSchema = Record<string, unknown>

export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Keeps the order of the properties: the database sorts the keys of objects. */
export const ORDER = 'x-order'

/**
 * The parameters of a function: a JSON Schema 2020-12 of type object whose properties are the parameters. `writeOnly`
 * marks a secret one.
 */
export const ParametersSchema = z
  .record(z.string(), z.unknown())
  .refine((schema) => schema['type'] === 'object' && isSchema(schema['properties']), {
    message: 'Must be a schema with "type": "object" and "properties": each property is a parameter',
  })
  .refine((schema) => !isSchema(schema['properties']) || Object.values(schema['properties']).every(isSchema), {
    message: 'Each of the "properties" must be a schema of its own, such as { "type": "string" }',
  })
  .meta({
    description:
      'JSON Schema 2020-12 of the event, or of the JSON body of a request: calls that do not match get 400. "writeOnly" marks secrets, which records mask',
  })
export type ParametersSchema = z.infer<typeof ParametersSchema>

/** One parameter, with its own schema. */
export interface Parameter {
  name: string
  required: boolean
  schema: JsonSchema
}

/** The parameters in their order. */
export function parametersOf(schema: ParametersSchema | null): Parameter[] {
  if (schema === null) return []
  const properties = schema['properties'] as Record<string, JsonSchema>
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const order = orderOf(schema)
  return order.map((name) => ({ name, required: required.includes(name), schema: properties[name]! }))
}

/** The schema with other parameters; what it says besides stays. */
export function withParameters(schema: ParametersSchema | null, parameters: readonly Parameter[]): ParametersSchema {
  const { type: _type, properties: _properties, required: _required, [ORDER]: _order, ...rest } = schema ?? {}
  const required = parameters.filter((each) => each.required).map(({ name }) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map((each) => [each.name, each.schema])),
    ...(required.length > 0 && { required }),
    ...rest,
  }
}

/** As it is stored: with the order of its properties. */
export const withOrder = (schema: ParametersSchema): ParametersSchema => ({ ...schema, [ORDER]: orderOf(schema) })

/** As people read and write it. */
export function withoutOrder(schema: ParametersSchema): ParametersSchema {
  return withParameters(schema, parametersOf(schema))
}

function orderOf(schema: ParametersSchema): string[] {
  const names = Object.keys(schema['properties'] as object)
  const stored: unknown[] = Array.isArray(schema[ORDER]) ? schema[ORDER] : []
  const known = stored.filter((name): name is string => typeof name === 'string' && names.includes(name))
  return [...new Set([...known, ...names])]
}

/** Defaults of the parameters themselves, not of values within them. */
export function defaultsOf(schema: ParametersSchema): [name: string, value: unknown][] {
  return Object.entries(schema['properties'] as Record<string, JsonSchema>).flatMap(([name, parameter]) =>
    'default' in parameter ? [[name, parameter['default']] as [string, unknown]] : [],
  )
}
