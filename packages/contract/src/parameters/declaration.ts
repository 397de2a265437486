import { defaultsOf, withoutOrder, type ParametersSchema } from './schema.ts'
import { objectText } from './type-text.ts'

/**
 * Types of the module `alcove` for a function with these parameters: `Params`, which is also what a bare `Handler`
 * receives.
 */
export function declarationOf(schema: ParametersSchema): string {
  const filled = defaultsOf(schema).map(([name]) => name)
  const fields = objectText(withoutOrder(schema), schema, 1, filled)
  return `declare module 'alcove' {
  /** The parameters of this function, as its configuration declares them. */
  export interface Params ${fields}
  export interface Declared {
    params: Params
  }
}
`
}
