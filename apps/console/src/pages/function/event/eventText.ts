import { parametersOf, type ParametersSchema } from '@alcove/contract'
import { applyEdits, modify } from 'jsonc-parser'

/** The parameters in the text of an event; null when it is no JSON object. */
export function valuesIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? // Without what every object inherits: a parameter may be named `constructor`.
        Object.assign(Object.create(null) as Record<string, unknown>, value)
      : null
  } catch {
    return null
  }
}

/** The text with another value of one parameter; undefined removes it. Everything else stays as it was typed. */
export function withValue(text: string, name: string, value: unknown): string {
  return applyEdits(text, modify(text, [name], value, { formattingOptions: { insertSpaces: true, tabSize: 2 } }))
}

/** The text as it may be kept in this browser: without the values of secret parameters. */
export function withoutSecrets(text: string, parameters: ParametersSchema | null | undefined): string {
  const values = valuesIn(text)
  if (!parameters || values === null) return text
  return parametersOf(parameters)
    .filter(({ name, schema }) => schema['writeOnly'] === true && name in values)
    .reduce((left, { name }) => withValue(left, name, undefined), text)
}
