import type { ArchivedFunction, ArchivedVersion, ParametersSchema, PutRoute, RequestSchemas } from '@alcove/contract'
import type { SpaceItem } from './space-item.ts'

interface ArchivedSchemas {
  /** Of routes, and the parameters of versions: those may be older than a rule about parameters. */
  schemas: Iterable<RequestSchemas>
  /** The parameters of functions. */
  parameters: Iterable<ParametersSchema>
}

/** The JSON Schemas of an archive, each once. */
export function schemasOf(items: readonly SpaceItem[]): ArchivedSchemas {
  const schemas = new Map<string, RequestSchemas>()
  const parameters = new Map<string, ParametersSchema>()
  const add = <T>(found: Map<string, T>, schema: T) => found.set(JSON.stringify(schema), schema)
  for (const { kind, settings } of items) {
    if (kind === 'route') add(schemas, (settings as PutRoute).schemas)
    if (kind === 'function') {
      const own = (settings as ArchivedFunction).parameters
      if (own) add(parameters, own)
    }
    if (kind === 'version') {
      const body = (settings as ArchivedVersion).configuration.parameters
      if (body) add(schemas, { body })
    }
  }
  return { schemas: schemas.values(), parameters: parameters.values() }
}
