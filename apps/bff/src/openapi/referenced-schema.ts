type Json = Record<string, unknown>

const COMPONENT = /^#\/components\/schemas\/([^/]+)$/
const MOST = 2_000

/**
 * A schema of an OpenAPI file that stands by itself: what it refers to is copied into `$defs`. References stay
 * references, so that circles need no special case.
 */
export function referencedSchema(document: Json, schema: Json): Json {
  const components = (document['components'] as { schemas?: Json } | undefined)?.schemas ?? {}
  const definitions: Json = {}
  let values = 0
  const copied = copy(schema) as Json
  return Object.keys(definitions).length === 0
    ? copied
    : { ...copied, $defs: { ...(copied['$defs'] as Json | undefined), ...definitions } }

  function copy(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    if ((values += 1) > MOST) throw new Error(`A schema with all it refers to has more than ${MOST} parts`)
    if (Array.isArray(value)) return value.map(copy)
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        key === '$ref' && typeof inner === 'string' ? local(inner) : copy(inner),
      ]),
    )
  }

  function local(reference: string): string {
    const name = COMPONENT.exec(reference)?.[1]
    if (name === undefined) return reference
    if (!Object.hasOwn(components, name)) throw new Error(`The file has no ${reference}`)
    if (!Object.hasOwn(definitions, name)) {
      // Named before it is copied: it may refer to itself.
      definitions[name] = {}
      definitions[name] = copy(components[name])
    }
    return `#/$defs/${name}`
  }
}
