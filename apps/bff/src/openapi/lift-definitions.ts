import { isDeepStrictEqual } from 'node:util'

type Json = Record<string, unknown>

const DEFINITION = /^#\/\$defs\/([^/]+)$/

/**
 * A schema as part of an OpenAPI document, where "#" is the document: its definitions become components. A definition
 * keeps its name unless another one has it.
 * @param components receives them
 * @param owner names a definition whose own name is taken
 */
export function liftDefinitions(schema: Json, components: Map<string, unknown>, owner: string): Json {
  const { $defs, ...rest } = schema as { $defs?: Json }
  if (!$defs) return schema
  const names = new Map(Object.keys($defs).map((name) => [name, name]))
  // Renaming a definition changes the references to it, and with them other definitions.
  for (const name of Object.keys($defs)) {
    const taken = components.has(name) && !isDeepStrictEqual(components.get(name), copied($defs[name], names))
    if (taken) names.set(name, `${owner}-${name}`)
  }
  for (const [name, definition] of Object.entries($defs)) components.set(names.get(name)!, copied(definition, names))
  return copied(rest, names) as Json
}

function copied(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => copied(item, names))
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name =
        key === '$ref' && typeof inner === 'string' ? names.get(DEFINITION.exec(inner)?.[1] ?? '') : undefined
      return [key, name === undefined ? copied(inner, names) : `#/components/schemas/${name}`]
    }),
  )
}
