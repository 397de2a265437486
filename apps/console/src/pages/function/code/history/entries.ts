import type { DraftSave, Version } from '@alcove/contract'

/** A row of the history: saves of one person in a row, or a published version. */
export type Entry =
  | { kind: 'saves'; saves: readonly DraftSave[] }
  | { kind: 'version'; version: number; at: string; codeHash: string }

/** Saves further apart are rows of their own. */
const PAUSE_MS = 10 * 60_000

/**
 * Folds saves of one person until someone else saves, ten minutes pass or a version is published. A restore stands alone.
 * Both lists are newest first, as is the result.
 */
export function entriesOf(saves: readonly DraftSave[], versions: readonly Version[]): Entry[] {
  const oldest = saves.at(-1)?.savedAt ?? ''
  const published = versions
    .filter(({ publishedAt }) => publishedAt >= oldest)
    .map(({ version, publishedAt, codeHash }) => ({ kind: 'version' as const, version, at: publishedAt, codeHash }))
  const entries: Entry[] = []
  for (const save of saves) {
    while (published[0] !== undefined && published[0].at >= save.savedAt) entries.push(published.shift()!)
    const last = entries.at(-1)
    const newer = last?.kind === 'saves' ? last.saves.at(-1)! : undefined
    if (last?.kind === 'saves' && newer && belongTogether(save, newer)) last.saves = [...last.saves, save]
    else entries.push({ kind: 'saves', saves: [save] })
  }
  return [...entries, ...published]
}

function belongTogether(older: DraftSave, newer: DraftSave): boolean {
  return (
    older.savedBy === newer.savedBy &&
    Date.parse(newer.savedAt) - Date.parse(older.savedAt) < PAUSE_MS &&
    !older.change?.restored &&
    !newer.change?.restored
  )
}

/** The files that these saves changed; null when one does not say. */
export function changedIn(saves: readonly DraftSave[]): string[] | null {
  if (saves.some(({ change }) => change === null)) return null
  return [...new Set(saves.flatMap(({ change }) => change!.files.map(({ path }) => path)))]
}

/** How many lines these saves added and removed together; null when one does not say. */
export function linesIn(saves: readonly DraftSave[]): { added: number; removed: number } | null {
  let [added, removed] = [0, 0]
  for (const { change } of saves) {
    if (change === null || change.more > 0) return null
    for (const { lines } of change.files) {
      if (lines === undefined) return null
      added += lines.added
      removed += lines.removed
    }
  }
  return { added, removed }
}
