import { defaultsOf, secretNames, type ParametersSchema } from '@alcove/contract'
import { validatorOf, type Validator } from '../../schemas/schemas.ts'

/** Everything that a call needs of the parameters of a revision. */
export interface CompiledParameters {
  /** @throws {AlcoveError} when they cannot be compiled, which an archive can contain */
  validate: Validator
  defaults: readonly (readonly [name: string, value: unknown])[]
  secrets: ReadonlySet<string>
}

const NO_SECRETS: ReadonlySet<string> = new Set()

/** Made at the first call of a revision. The validators themselves outlive a reload of the routes. */
const compiled = new WeakMap<ParametersSchema, CompiledParameters>()

export function compiledOf(schema: ParametersSchema): CompiledParameters {
  let made = compiled.get(schema)
  if (!made) {
    const schemas = { body: schema }
    const validate: Validator = (parts) => validatorOf(schemas)!(parts)
    compiled.set(schema, (made = { validate, defaults: defaultsOf(schema), secrets: secretNames(schema) }))
  }
  return made
}

export const secretsOf = (schema: ParametersSchema | undefined): ReadonlySet<string> =>
  schema ? compiledOf(schema).secrets : NO_SECRETS
