import { isSchema, type JsonSchema, type ParametersSchema } from './schema.ts'

const DEEPEST = 5
const MOST_PROPERTIES = 50
const MOST_ITEMS = 50
/** Texts with so few values, each seen several times, are a choice between them. */
const MOST_CHOICES = 6
const TIMES_EACH = 4
const LONGEST_CHOICE = 40

const FORMATS: readonly (readonly [format: string, pattern: RegExp])[] = [
  ['date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  ['email', /^[^\s@]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/i],
]

/** A first schema that all these inputs match; null when none of them is an object. */
export function inferSchema(inputs: readonly unknown[]): ParametersSchema | null {
  const objects = inputs.filter(isSchema)
  if (objects.length === 0) return null
  const { type: _type, ...rest } = ofObjects(objects, 0)
  return { type: 'object', ...rest, properties: (rest['properties'] as JsonSchema | undefined) ?? {} }
}

function ofValues(values: readonly unknown[], depth: number): JsonSchema {
  const kinds = new Set(values.map(typeOf))
  // Whole numbers among others are numbers.
  if (kinds.has('number')) kinds.delete('integer')
  if (kinds.size !== 1) return kinds.size === 0 ? {} : { type: [...kinds].sort() }
  const [type] = kinds
  if (type === 'string') return ofTexts(values as string[])
  if (type === 'array') {
    const items = (values as unknown[][]).flatMap((list) => list.slice(0, MOST_ITEMS))
    return { type, ...(items.length > 0 && depth < DEEPEST && { items: ofValues(items, depth + 1) }) }
  }
  return type === 'object' && depth < DEEPEST ? ofObjects(values as JsonSchema[], depth + 1) : { type }
}

function ofObjects(objects: readonly JsonSchema[], depth: number): JsonSchema {
  const counts = new Map<string, number>()
  for (const object of objects) for (const name of Object.keys(object)) counts.set(name, (counts.get(name) ?? 0) + 1)
  // With more names they are data, such as ids, not parameters.
  if (counts.size === 0 || counts.size > MOST_PROPERTIES) return { type: 'object' }
  const required = [...counts].filter(([, count]) => count === objects.length).map(([name]) => name)
  const properties = [...counts.keys()].map((name) => {
    const values = objects.filter((object) => Object.hasOwn(object, name)).map((object) => object[name])
    return [name, ofValues(values, depth)] as const
  })
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
  }
}

function ofTexts(texts: readonly string[]): JsonSchema {
  const format = FORMATS.find(([, pattern]) => texts.every((text) => text.length <= 100 && pattern.test(text)))?.[0]
  if (format !== undefined) return { type: 'string', format }
  const choices = [...new Set(texts)]
  const isChoice =
    choices.length > 1 &&
    choices.length <= MOST_CHOICES &&
    texts.length >= choices.length * TIMES_EACH &&
    choices.every((choice) => choice.length <= LONGEST_CHOICE)
  return isChoice ? { type: 'string', enum: choices.sort() } : { type: 'string' }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'number' ? (Number.isInteger(value) ? 'integer' : 'number') : typeof value
}
