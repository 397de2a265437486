export interface Variable {
  /** Identifies the row while its name is being typed. */
  key: number
  name: string
  value: string
}

let nextKey = 0

export const variable = (name = '', value = ''): Variable => ({ key: (nextKey += 1), name, value })

export const variablesOf = (environment: Readonly<Record<string, string>>): Variable[] =>
  Object.entries(environment).map(([name, value]) => variable(name, value))

/** Rows without a name do not count yet. */
export const environmentOf = (variables: readonly Variable[]): Record<string, string> =>
  Object.fromEntries(variables.filter(({ name }) => name !== '').map(({ name, value }) => [name, value]))

/**
 * What dotenv takes for an assignment. A value in quotes may have several lines. Without quotes it ends at the line's
 * end, or where a comment begins. The whitespace before a name may be a byte order mark.
 */
const ASSIGNMENT =
  /^\s*(?:export[ \t]+)?([\w.-]+)(?:[ \t]*=[ \t]*|:[ \t]+)(?:'((?:\\'|[^'])*)'|`((?:\\`|[^`])*)`|"((?:\\"|[^"])*)"|([^#\n]*?))[ \t]*(?:#.*)?$/gm

/** Parses `.env` text as dotenv does: comments, `export`, and quotes, between which values may have several lines. */
export function parseDotEnv(text: string): [name: string, value: string][] {
  return [...text.replaceAll(/\r\n?/g, '\n').matchAll(ASSIGNMENT)].map(([, name = '', single, back, double, plain]) => [
    name,
    single ?? back ?? double?.replaceAll('\\n', '\n').replaceAll('\\r', '\r') ?? plain ?? '',
  ])
}
