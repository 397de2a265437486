export interface SecretRow {
  /** Identifies the row while its name is being typed. */
  key: number
  name: string
  /** Stored in the draft: the value exists, and nobody can read it. */
  stored: boolean
  /** The new value; null while the stored one stays. */
  value: string | null
  removed: boolean
}

let nextKey = 0

export const newSecret = (name = ''): SecretRow => ({
  key: (nextKey += 1),
  name,
  stored: false,
  value: '',
  removed: false,
})

export const secretRows = (names: readonly string[]): SecretRow[] =>
  names.toSorted().map((name) => ({ ...newSecret(name), stored: true, value: null }))

/** What saving sends: a value sets, null removes, absent names stay. */
export function secretChanges(rows: readonly SecretRow[]): Record<string, string | null> {
  return Object.fromEntries(
    rows.flatMap(({ name, stored, value, removed }): [string, string | null][] => {
      if (name === '') return []
      if (removed) return stored ? [[name, null]] : []
      return value === null || (stored && value === '') ? [] : [[name, value]]
    }),
  )
}

/** The names after saving. */
export const secretNames = (rows: readonly SecretRow[]): string[] =>
  rows.filter(({ name, removed }) => name !== '' && !removed).map(({ name }) => name)

/** Stored secrets that get a new value. */
export const replacedSecrets = (rows: readonly SecretRow[]): string[] =>
  rows.filter(({ stored, value, removed }) => stored && !removed && Boolean(value)).map(({ name }) => name)
