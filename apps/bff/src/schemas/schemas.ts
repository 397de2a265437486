import { AlcoveError, SCHEMA_PARTS, type FieldError, type RequestSchemas, type SchemaPart } from '@alcove/contract'
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import { createHash } from 'node:crypto'
import { compileSchema, stepsOf, UnusableSchema } from './compile-schema.ts'
import { sentenceOf } from './sentence-of.ts'
import { withinTime } from './time-limit.ts'

/** The parts of a request, as its schemas see them. */
export type RequestParts = Partial<Record<SchemaPart, unknown>>

/** Every field of a request that does not match; empty when it matches. Null: checking took too long. */
export type Validator = (parts: RequestParts) => FieldError[] | null

/** Processor time, which does not depend on how busy the machine is. */
const COMPILE_CPU_MS = 500
const VALIDATE_MS = 100
const MOST_ERRORS = 50
const KEPT = 1_000

/** @throws {AlcoveError} ValidationFailed for a schema that is invalid, or whose check would be too much work */
export function compileSchemas(schemas: RequestSchemas): Validator {
  const parts = SCHEMA_PARTS.flatMap((part) => {
    const schema = schemas[part]
    return schema === undefined ? [] : [{ part, validate: compile(part, schema) }]
  })
  return (request) => {
    const checked = withinTime(VALIDATE_MS, () =>
      parts.flatMap(({ part, validate }) => errorsOf(part, validate, request[part])),
    )
    return checked && checked.value.slice(0, MOST_ERRORS)
  }
}

/**
 * Refuses schemas that cost too much, before they are stored: every server that loads them compiles them in its event
 * loop. Call it in a thread.
 * @throws {AlcoveError} ValidationFailed
 */
export function requireCheap(schemas: RequestSchemas, path = 'schemas'): void {
  const before = process.threadCpuUsage()
  compileSchemas(schemas)
  const { user, system } = process.threadCpuUsage(before)
  if ((user + system) / 1000 <= COMPILE_CPU_MS) return
  const message = 'The schemas take too long to compile. Make them smaller'
  throw new AlcoveError('ValidationFailed', message, { errors: [{ path, message }] })
}

/** By a hash of their text, because each change of a space loads its routes anew. Drops the least recently used. */
const compiled = new Map<string, Validator>()
const hashes = new WeakMap<RequestSchemas, string>()

/** The validator of a stored route; null when it checks nothing. */
export function validatorOf(schemas: RequestSchemas): Validator | null {
  if (Object.keys(schemas).length === 0) return null
  const key = hashOf(schemas)
  const validator = compiled.get(key) ?? compileSchemas(schemas)
  compiled.delete(key)
  compiled.set(key, validator)
  if (compiled.size > KEPT) compiled.delete(compiled.keys().next().value!)
  return validator
}

/** Made once for each loaded route: its text may have 256 KiB. */
function hashOf(schemas: RequestSchemas): string {
  let hash = hashes.get(schemas)
  if (hash === undefined)
    hashes.set(schemas, (hash = createHash('sha256').update(JSON.stringify(schemas)).digest('hex')))
  return hash
}

/** @throws {AlcoveError} ValidationFailed */
function compile(part: SchemaPart, schema: Record<string, unknown>): ValidateFunction {
  try {
    // Values of other parts arrive as text.
    return compileSchema(schema, { coerce: part !== 'body' })
  } catch (error) {
    if (!(error instanceof UnusableSchema)) throw error
    const message = `The schema of ${part} cannot be used: ${error.message}`.slice(0, 1000)
    throw new AlcoveError('ValidationFailed', message, { errors: [{ path: `schemas.${part}`, message }] })
  }
}

function errorsOf(part: SchemaPart, validate: ValidateFunction, value: unknown): FieldError[] {
  if (validate(value)) return []
  return (validate.errors ?? [])
    .slice(0, MOST_ERRORS)
    .map((error) => ({ path: pathOf(part, error), message: sentenceOf(error) }))
}

/** `body.lines.1.qty`: dotted, as in every problem document. */
function pathOf(part: SchemaPart, error: ErrorObject): string {
  return [part, ...stepsOf(error)].join('.').slice(0, 300)
}
