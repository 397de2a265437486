import { numberText, type ArchivedKind } from '@alcove/contract'

/** One item of a space, as the files of an archive describe it. */
export interface SpaceItem {
  kind: ArchivedKind
  /** `checkout`, or `checkout/live` where it belongs to a function or layer. */
  name: string
  /** The JSON file with its settings. */
  path: string
  settings: unknown
  /** The folder of its files, with the hash of the package that they make. */
  code?: { folder: string; hash: string }
}

export const keyOf = ({ kind, name }: Pick<SpaceItem, 'kind' | 'name'>): string => `${kind} ${name}`

/** Equal settings give equal text: people read it in git. Events of tests keep the order of their names. */
export function textOf({ kind, settings }: Pick<SpaceItem, 'kind' | 'settings'>): string {
  return `${JSON.stringify(kind === 'test' ? settings : sorted(settings), null, 2)}\n`
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null || numberText(value) !== null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => [name, sorted(item)]),
  )
}

/** The function or layer that it belongs to, and its own name there. */
export function partsOf({ name }: Pick<SpaceItem, 'name'>): [owner: string, own: string] {
  const slash = name.indexOf('/')
  return [name.slice(0, slash), name.slice(slash + 1)]
}
