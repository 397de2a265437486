import {
  AlcoveError,
  LIMITS,
  SCHEMA_PARTS,
  type FieldError,
  type RequestSchemas,
  type SchemaPart,
} from '@alcove/contract'
import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { createHash } from 'node:crypto'
import { RE2JS } from 're2js'
import { sentenceOf } from './sentence-of.ts'
import { withinTime } from './time-limit.ts'

/** The parts of a request, as its schemas see them. */
export type RequestParts = Partial<Record<SchemaPart, unknown>>

/** Every field of a request that does not match; empty when it matches. Null: checking took too long. */
export type Validator = (parts: RequestParts) => FieldError[] | null

const COMPILE_MS = 2_000
/** Processor time, which does not depend on how busy the machine is. */
const COMPILE_CPU_MS = 500
const VALIDATE_MS = 100
const MOST_ERRORS = 50
const MOST_SUBSCHEMAS = 1_000
const DEEPEST = 40
const MOST_UNIQUE = 1_000
const KEPT = 1_000

/** Keywords that OpenAPI and Alcove add to JSON Schema to describe, not to check. */
const ANNOTATIONS = ['example', 'discriminator', 'xml', 'externalDocs', 'x-order']

/** Patterns run on RE2, whose time is linear in the text. */
const regExp = Object.assign(
  (pattern: string) => {
    let compiled: RE2JS
    try {
      compiled = RE2JS.compile(pattern)
    } catch (error) {
      const reason = (error as Error).message
      throw new Error(`The pattern ${pattern} cannot be used (look-around and back references never can): ${reason}`)
    }
    // ajv tells patterns apart by their text.
    return { test: (text: string) => compiled.matcher(text).find(), toString: () => pattern }
  },
  { code: 'require("re2js")' },
)

const OPTIONS: Options = {
  allErrors: true,
  // A field named `constructor` is not there because every object inherits one.
  ownProperties: true,
  strictTypes: false,
  strictRequired: false,
  strictTuples: false,
  allowUnionTypes: true,
  // References written out at each place would multiply the code.
  inlineRefs: false,
  logger: false,
  code: { regExp: regExp as unknown as NonNullable<Options['code']>['regExp'] },
}

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
export function requireCheap(schemas: RequestSchemas): void {
  const before = process.threadCpuUsage()
  compileSchemas(schemas)
  const { user, system } = process.threadCpuUsage(before)
  if ((user + system) / 1000 <= COMPILE_CPU_MS) return
  const message = 'The schemas take too long to compile. Make them smaller'
  throw new AlcoveError('ValidationFailed', message, { errors: [{ path: 'schemas', message }] })
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

function compile(part: SchemaPart, schema: Record<string, unknown>): ValidateFunction {
  const refuse = (message: string): never => {
    const said = `The schema of ${part} cannot be used: ${message}`.slice(0, 1000)
    throw new AlcoveError('ValidationFailed', said, { errors: [{ path: `schemas.${part}`, message: said }] })
  }
  if (Buffer.byteLength(JSON.stringify(schema)) > LIMITS.schemaBytes)
    refuse(`it has more than ${LIMITS.schemaBytes} bytes`)
  const excess = excessOf(schema)
  if (excess) refuse(excess)
  try {
    const done = withinTime(COMPILE_MS, () => compilerOf(part).compile(schema))
    return done?.value ?? refuse('it takes too long to compile. Make it smaller')
  } catch (error) {
    if (error instanceof AlcoveError) throw error
    return refuse(error instanceof RangeError ? 'a reference leads back to itself' : (error as Error).message)
  }
}

/** One for each schema: two may use the same $id. Converts values that arrive as text. */
function compilerOf(part: SchemaPart): Ajv2020 {
  const ajv = new Ajv2020({ ...OPTIONS, coerceTypes: part === 'body' ? false : 'array' })
  formats.default(ajv)
  ajv.addVocabulary(ANNOTATIONS)
  return ajv
}

/** Why checking a schema would be too much work, whatever the input. */
function excessOf(schema: unknown, depth = 0, seen = { values: 0 }): string | null {
  if (typeof schema !== 'object' || schema === null) return null
  if (depth > DEEPEST) return `it is nested more than ${DEEPEST} levels deep`
  if ((seen.values += 1) > MOST_SUBSCHEMAS) return `it has more than ${MOST_SUBSCHEMAS} objects and lists`
  const { uniqueItems, maxItems } = schema as Record<string, unknown>
  if (uniqueItems === true && !(typeof maxItems === 'number' && maxItems <= MOST_UNIQUE)) {
    return `"uniqueItems" compares all items with each other: add "maxItems" of at most ${MOST_UNIQUE}`
  }
  if ('$async' in schema) return '"$async" is not supported'
  for (const inner of Object.values(schema)) {
    const excess = excessOf(inner, depth + 1, seen)
    if (excess) return excess
  }
  return null
}

function errorsOf(part: SchemaPart, validate: ValidateFunction, value: unknown): FieldError[] {
  if (validate(value)) return []
  return (validate.errors ?? [])
    .slice(0, MOST_ERRORS)
    .map((error) => ({ path: pathOf(part, error), message: sentenceOf(error) }))
}

/** `body.lines.1.qty`: dotted, as in every problem document. */
function pathOf(part: SchemaPart, { instancePath, params }: ErrorObject): string {
  const { missingProperty, additionalProperty, unevaluatedProperty } = params as Record<string, string | undefined>
  const within = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const named = missingProperty ?? additionalProperty ?? unevaluatedProperty
  return [part, ...within, ...(named === undefined ? [] : [named])].join('.').slice(0, 300)
}
