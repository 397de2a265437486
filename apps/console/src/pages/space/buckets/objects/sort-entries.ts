import type { Entry } from '../../../../api/buckets.ts'

/** Folders first, by name; objects by the chosen column, then by name. */
export function sortEntries(entries: readonly Entry[], sort: string | undefined): readonly Entry[] {
  if (sort === undefined || sort === 'name') return entries
  const sign = sort.startsWith('-') ? -1 : 1
  const of = ({ object }: Entry) =>
    object === null ? 0 : sort.endsWith('size') ? object.bytes : Date.parse(object.updatedAt)
  return entries.toSorted(
    (a, b) =>
      Number(a.object !== null) - Number(b.object !== null) || sign * (of(a) - of(b)) || (a.key < b.key ? -1 : 1),
  )
}
