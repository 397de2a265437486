import { LIMITS, type FieldError } from '@alcove/contract'
import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { RE2JS } from 're2js'
import { detailOf } from '../errors.ts'
import { reasonOf, sentenceOf } from './sentence-of.ts'
import { withinTime } from './time-limit.ts'

const COMPILE_MS = 2_000
const MOST_SUBSCHEMAS = 1_000
const DEEPEST = 40
const MOST_UNIQUE = 1_000

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

/** Why a schema cannot be used: the places in it, or one without a place. */
export class UnusableSchema extends Error {
  readonly problems: readonly FieldError[]

  constructor(problems: readonly FieldError[]) {
    super(detailOf(problems))
    this.problems = problems
  }
}

/** @throws {UnusableSchema} also when checking with it would be too much work */
export function compileSchema(schema: Record<string, unknown>, { coerce }: { coerce: boolean }): ValidateFunction {
  const refuse = (message: string): never => {
    throw new UnusableSchema([{ path: '', message }])
  }
  if (Buffer.byteLength(JSON.stringify(schema)) > LIMITS.schemaBytes)
    refuse(`it has more than ${LIMITS.schemaBytes} bytes`)
  const excess = excessOf(schema)
  if (excess) refuse(excess)
  try {
    const done = withinTime(COMPILE_MS, () => compiledBy(compilerOf(coerce), schema))
    return done?.value ?? refuse('it takes too long to compile. Make it smaller')
  } catch (error) {
    if (error instanceof UnusableSchema) throw error
    return refuse(error instanceof RangeError ? 'a reference leads back to itself' : reasonOf(error as Error))
  }
}

/** Where an error is, step by step: down to a field that is missing, or should not be there. */
export function stepsOf({ instancePath, params }: ErrorObject): string[] {
  const { missingProperty, additionalProperty, unevaluatedProperty } = params as Record<string, string | undefined>
  const within = instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const named = missingProperty ?? additionalProperty ?? unevaluatedProperty
  return named === undefined ? within : [...within, named]
}

function compiledBy(ajv: Ajv2020, schema: Record<string, unknown>): ValidateFunction {
  if (ajv.validateSchema(schema) === false) {
    const problems = ajv.errors!.map((error) => ({ path: stepsOf(error).join('.'), message: sentenceOf(error) }))
    // Of alternatives that all fail, the first says most.
    throw new UnusableSchema(problems.filter(({ path }, at) => problems.findIndex((each) => each.path === path) === at))
  }
  return ajv.compile(schema)
}

/** One for each schema: two may use the same $id. */
export function compilerOf(coerce: boolean): Ajv2020 {
  const ajv = new Ajv2020({ ...OPTIONS, coerceTypes: coerce && 'array' })
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
