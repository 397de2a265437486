import { AlcoveError, defaultsOf, type FieldError, type JsonSchema, type ParametersSchema } from '@alcove/contract'
import { detailOf } from '../errors.ts'
import { compilerOf, compileSchema, stepsOf, UnusableSchema } from './compile-schema.ts'
import { requireCheap } from './schemas.ts'
import { sentenceOf } from './sentence-of.ts'
import { withinTime } from './time-limit.ts'

/** Processor time: parameters are compiled one by one, which would multiply that of a hostile schema. */
const MS = 2_000
const MOST_ERRORS = 50

/**
 * Refuses parameters that cannot be used, or whose default is refused by their own schema, at each field. Call it in a
 * thread.
 * @throws {AlcoveError} ValidationFailed
 */
export function requireParameters(schema: ParametersSchema): void {
  const problems = problemsOf(schema)
  if (problems.length === 0) return requireCheap({ body: schema }, 'parameters')
  const errors = problems.slice(0, MOST_ERRORS).map(({ path, message }) => ({
    path: (path === '' ? 'parameters' : `parameters.${path}`).slice(0, 300),
    message: path === '' ? `The schema cannot be used: ${message}`.slice(0, 1000) : message,
  }))
  throw new AlcoveError('ValidationFailed', detailOf(errors), { errors })
}

function problemsOf(schema: ParametersSchema): readonly FieldError[] {
  try {
    compileSchema(schema, { coerce: false })
  } catch (error) {
    if (!(error instanceof UnusableSchema)) throw error
    const placed = error.problems.some(({ path }) => path !== '')
    return placed ? error.problems : (ofOne(schema) ?? error.problems)
  }
  const message = 'They take too long to compile, or too much memory. Make them smaller'
  return withinTime(MS, () => ofDefaults(schema))?.value ?? [{ path: '', message }]
}

/** The first parameter that cannot be used by itself; null: none in time, or something else is the reason. */
function ofOne(schema: ParametersSchema): FieldError[] | null {
  const properties = Object.entries(schema['properties'] as Record<string, JsonSchema>)
  const reason = (only: typeof properties) => {
    try {
      compileSchema({ ...schema, properties: Object.fromEntries(only) }, { coerce: false })
      return null
    } catch (error) {
      if (!(error instanceof UnusableSchema)) throw error
      return error.message
    }
  }
  if (reason([]) !== null) return null
  const before = process.threadCpuUsage()
  for (const property of properties) {
    const { user, system } = process.threadCpuUsage(before)
    if (user + system > MS * 1000) return null
    const message = reason([property])
    if (message !== null) return [{ path: `properties.${property[0]}`, message }]
  }
  return null
}

/** Only against their own schema: what the whole asks for besides is up to the event. */
function ofDefaults(schema: ParametersSchema): FieldError[] {
  const ajv = compilerOf(false).addSchema(schema, 'parameters')
  return defaultsOf(schema).flatMap(([name, value]) => {
    const step = encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))
    const validate = ajv.getSchema(`parameters#/properties/${step}`)!
    if (validate(value)) return []
    return validate.errors!.map((error) => ({
      path: ['properties', name, 'default', ...stepsOf(error)].join('.'),
      message: sentenceOf(error),
    }))
  })
}
