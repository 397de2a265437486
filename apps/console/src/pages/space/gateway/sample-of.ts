type Schema = Readonly<Record<string, unknown>>

const DEPTH = 6
const FORMATS: Readonly<Record<string, string>> = {
  email: 'ines@example.org',
  date: '2027-03-28',
  'date-time': '2027-03-28T02:30:00Z',
  uuid: '0198c0de-0000-7000-8000-000000000000',
  uri: 'https://example.org/',
}

/** A sample body for a JSON Schema; empty without one. */
export function sampleOf(schemaText: string): string {
  if (schemaText.trim() === '') return ''
  try {
    return JSON.stringify(valueOf(JSON.parse(schemaText) as unknown, 0), null, 2)
  } catch {
    return '{\n}'
  }
}

/** The first value that comes to mind: what the schema names, else one of its type. References are left out. */
function valueOf(given: unknown, depth: number): unknown {
  if (typeof given !== 'object' || given === null || depth > DEPTH) return null
  const schema = given as Schema
  if ('const' in schema) return schema['const']
  if ('default' in schema) return schema['default']
  const named = schema['enum'] ?? schema['examples']
  if (Array.isArray(named) && named.length > 0) return named[0]
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type']
  if (type === 'string')
    return FORMATS[String(schema['format'])] ?? 'x'.repeat(Math.min(100, Number(schema['minLength'] ?? 0)))
  if (type === 'integer' || type === 'number') return Number(schema['minimum'] ?? 1)
  if (type === 'boolean') return true
  if (type === 'array') return [valueOf(schema['items'] ?? {}, depth + 1)]
  if (type === 'object' || typeof schema['properties'] === 'object' || Array.isArray(schema['required'])) {
    const properties = Object.entries((schema['properties'] ?? {}) as Schema)
    const required = Array.isArray(schema['required']) ? schema['required'].map(String) : []
    const known = properties.map(([name, of]) => [name, valueOf(of, depth + 1)] as const)
    const others = required.filter((name) => !properties.some(([known]) => known === name))
    return Object.fromEntries([...known, ...others.map((name) => [name, null] as const)])
  }
  return null
}
