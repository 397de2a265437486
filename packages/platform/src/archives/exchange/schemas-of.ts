import type { ArchivedFunction, ArchivedVersion, ParametersSchema, PutRoute, RequestSchemas } from '@alcove/contract'
import type { SpaceItem } from './space-item.ts'

/** The JSON Schemas of an archive, each once: of routes, and the parameters of functions and versions. */
export function schemasOf(items: readonly SpaceItem[]): RequestSchemas[] {
  const found = new Map<string, RequestSchemas>()
  const add = (schemas: RequestSchemas) => found.set(JSON.stringify(schemas), schemas)
  const addParameters = (parameters: ParametersSchema | undefined) => parameters && add({ body: parameters })
  for (const { kind, settings } of items) {
    if (kind === 'route') add((settings as PutRoute).schemas)
    if (kind === 'function') addParameters((settings as ArchivedFunction).parameters)
    if (kind === 'version') addParameters((settings as ArchivedVersion).configuration.parameters)
  }
  return [...found.values()]
}
