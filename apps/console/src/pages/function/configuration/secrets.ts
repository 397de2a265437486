export interface SecretRow {
  /** Stays with the row while its name is typed. */
  key: number
  name: string
  /** The draft has it: its value is there, and nobody can read it. */
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

/** What a save sends: a value sets, null removes, what stays is not named. */
export function secretChanges(rows: readonly SecretRow[]): Record<string, string | null> {
  return Object.fromEntries(
    rows.flatMap(({ name, stored, value, removed }): [string, string | null][] => {
      if (name === '') return []
      if (removed) return stored ? [[name, null]] : []
      return value === null || (stored && value === '') ? [] : [[name, value]]
    }),
  )
}

/** The names that are there after a save. */
export const secretNames = (rows: readonly SecretRow[]): string[] =>
  rows.filter(({ name, removed }) => name !== '' && !removed).map(({ name }) => name)

/** Stored ones that get another value. */
export const replacedSecrets = (rows: readonly SecretRow[]): string[] =>
  rows.filter(({ stored, value, removed }) => stored && !removed && Boolean(value)).map(({ name }) => name)
