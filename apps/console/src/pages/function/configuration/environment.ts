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

/** Parses `.env` text: NAME=value per line; comments, `export` and quotes are allowed. */
export function parseDotEnv(text: string): [name: string, value: string][] {
  return text.split(/\r?\n/).flatMap((line): [string, string][] => {
    const match = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line)
    if (!match) return []
    const [, name = '', raw = ''] = match
    const quoted = /^(["'])(.*)\1$/.exec(raw)
    return [[name, quoted ? quoted[2]! : raw.replace(/\s+#.*$/, '')]]
  })
}
