import { LIMITS, Name, parseRoutePath, type RouteDraft, type RouteMethod } from '@alcove/contract'
import { validate } from '@scalar/openapi-parser'
import { requireCheap } from '../schemas/schemas.ts'
import { referencedSchema } from './referenced-schema.ts'
import { BY_FUNCTION, METHODS_OF_PATH } from './write-document.ts'

type Json = Record<string, unknown>

export interface ReadDocument {
  title: string
  version: string
  drafts: RouteDraft[]
}

/** The operations of an OpenAPI 3.1 text, JSON or YAML. @throws {Error} that says what is wrong with it */
export async function documentOf(text: string): Promise<ReadDocument> {
  const { valid, errors, specification, version } = await validate(text)
  const document = specification as Json | undefined
  const paths = document?.['paths']
  if (typeof version !== 'string' || !document) throw new Error('It is no OpenAPI 3.1 document in JSON or YAML')
  if (!version.startsWith('3.1')) throw new Error(`it is OpenAPI ${version}; 3.1 can be imported`)
  if (!valid) throw new Error(firstOf(errors) ?? 'it is not valid')
  const drafts = isObject(paths) ? Object.entries(paths).flatMap(([path, item]) => draftsAt(document, path, item)) : []
  if (drafts.length > LIMITS.routes) {
    throw new Error(`it has ${drafts.length} operations; a space may have at most ${LIMITS.routes} routes`)
  }
  const info = isObject(document['info']) ? document['info'] : {}
  const title = typeof info['title'] === 'string' ? info['title'] : ''
  return { title: title.slice(0, 200), version: String(document['openapi']).slice(0, 20), drafts }
}

const firstOf = (errors: { message: string; path?: unknown }[] | undefined): string | null => {
  const [first] = errors ?? []
  if (!first) return null
  const { path } = first
  const where = Array.isArray(path) ? path.join('.') : typeof path === 'string' ? path : ''
  return where ? `${where}: ${first.message}` : first.message
}

function draftsAt(document: Json, template: string, item: unknown): RouteDraft[] {
  if (!isObject(item)) return []
  return METHODS_OF_PATH.flatMap(({ key, method }) => {
    const operation = item[key]
    return isObject(operation) ? [draftOf(document, template, method, item, operation)] : []
  })
}

function draftOf(document: Json, template: string, method: RouteMethod, item: Json, operation: Json): RouteDraft {
  const { path: ownPath, schemas: ownSchemas, ...own } = isObject(operation['x-alcove']) ? operation['x-alcove'] : {}
  const path = typeof ownPath === 'string' ? ownPath : template
  const named = operation['x-alcove-function']
  const draft: RouteDraft = { name: nameOf(operation['operationId'], method, path), method, path, settings: {} }
  try {
    const parsed = parseRoutePath(path)
    if ('problem' in parsed) throw new Error(`The path ${parsed.problem.replace(/^./, (first) => first.toLowerCase())}`)
    const schemas = { ...schemasOf(document, item, operation), ...ownSchemasOf(document, ownSchemas) }
    requireCheap(schemas as Parameters<typeof requireCheap>[0])
    const stated = isObject(operation['x-alcove']) || Object.keys(schemas).length > 0
    draft.settings = {
      ...(own as RouteDraft['settings']),
      ...(typeof named === 'string' && { function: named }),
      ...(stated && { schemas: schemas as NonNullable<RouteDraft['settings']['schemas']> }),
    }
  } catch (error) {
    draft.refusal = (error as Error).message
  }
  return draft
}

/** `getOrder` → `getorder`; without an id of its own, `get-orders-id`. */
function nameOf(operationId: unknown, method: RouteMethod, path: string): string {
  const text = typeof operationId === 'string' ? operationId : `${method} ${path}`
  const dashed = text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  const named = (/^[a-z]/.test(dashed) ? dashed : `route-${dashed}`).slice(0, 63)
  return Name.safeParse(named).success ? named : 'route'
}

function ownSchemasOf(document: Json, schemas: unknown): Json {
  if (!isObject(schemas)) return {}
  return Object.fromEntries(
    Object.entries(schemas).map(([part, schema]) => [
      part,
      isObject(schema) ? referencedSchema(document, schema) : schema,
    ]),
  )
}

const PARTS = { path: 'path', query: 'query', header: 'headers' } as const

/** The schemas of parameters and body, each with the parts of the file that it refers to. */
function schemasOf(document: Json, item: Json, operation: Json): Json {
  const schemas: Json = {}
  const parameters = [...listOf(item['parameters']), ...listOf(operation['parameters'])]
    .map((parameter) => resolved(document, parameter))
    .filter(isObject)
  for (const [kind, part] of Object.entries(PARTS)) {
    const ours = new Map(
      parameters.filter((parameter) => parameter['in'] === kind).map((each) => [String(each['name']), each]),
    )
    const checked = [...ours].filter(
      ([, { schema, required }]) => isChecking(schema) || (required === true && kind !== 'path'),
    )
    if (checked.length === 0) continue
    const nameIn = (name: string) => (kind === 'header' ? name.toLowerCase() : name)
    const required = checked.filter(([, each]) => each['required'] === true).map(([name]) => nameIn(name))
    schemas[part] = referencedSchema(document, {
      type: 'object',
      properties: Object.fromEntries(checked.map(([name, { schema }]) => [nameIn(name), schema ?? {}])),
      ...(required.length > 0 && { required }),
    })
  }
  const body = resolved(document, operation['requestBody'])
  const described = isObject(body) && body[BY_FUNCTION] !== true
  const content = described && isObject(body['content']) ? body['content'] : {}
  const json = Object.entries(content).find(([type]) => /^application\/(json|[\w.+-]+\+json)\b/.test(type))?.[1]
  if (isObject(json) && isObject(json['schema']) && isObject(body) && body['required'] === true) {
    schemas['body'] = referencedSchema(document, json['schema'])
  }
  return schemas
}

/** `{ type: 'string' }` says nothing about a value that arrives as text anyway. */
function isChecking(schema: unknown): boolean {
  return isObject(schema) && JSON.stringify(schema) !== '{"type":"string"}' && Object.keys(schema).length > 0
}

/** Resolves a reference to a parameter or body elsewhere in the file, and references to references a few times. */
function resolved(document: Json, value: unknown): unknown {
  let current = value
  for (let step = 0; step < 10 && isObject(current) && typeof current['$ref'] === 'string'; step += 1) {
    current = pointed(document, current['$ref'])
  }
  return current
}

export function pointed(document: Json, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined
  let current: unknown = document
  for (const step of reference.slice(2).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    current = isObject(current) && Object.hasOwn(current, name) ? current[name] : undefined
  }
  return current
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
