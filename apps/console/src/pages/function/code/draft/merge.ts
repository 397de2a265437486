import type { Files } from '@alcove/contract'
import { diff3Merge } from 'node-diff3'
import { contentAt, type FileContent, isText, sameContent } from '../../files/files.ts'

/** A file that both sides changed in the same place. */
export interface Conflict {
  path: string
  mine: FileContent | undefined
  base: FileContent | undefined
  theirs: FileContent | undefined
}

export interface Merge {
  /** Both sides' edits; in the files of `conflicts`, mine alone. */
  files: Files
  conflicts: Conflict[]
}

/** Lines of a text file: agreed on, or changed by both sides. `line` counts from 1 on each side. */
export type Region =
  | { kind: 'agreed'; lines: readonly string[] }
  | { kind: 'both'; mine: Side; base: Side; theirs: Side }
export interface Side {
  line: number
  lines: readonly string[]
}

/**
 * Merges what two sides made of the same files: edits of different files, and of different lines of one. A file that one
 * side renamed has its new name in the merge, with what the other side edited.
 */
export function mergeFiles(base: Files, mine: Files, theirs: Files): Merge {
  const renames = [...renamesTo(theirs, base, mine), ...renamesTo(mine, base, theirs)]
  const [before, ours, others] = [base, mine, theirs].map((files) => renamed(files, renames)) as [Files, Files, Files]
  const files = new Map<string, FileContent>()
  const conflicts: Conflict[] = []
  for (const path of new Set([...Object.keys(ours), ...Object.keys(others)])) {
    const [old, own, other] = [before, ours, others].map((files) => contentAt(files, path))
    const content = sameContent(old, own) ? other : mergeContent(old, own, other)
    if (content === CONFLICT) conflicts.push({ path, mine: own, base: old, theirs: other })
    const kept = content === CONFLICT ? own : content
    if (kept !== undefined) files.set(path, kept)
  }
  return { files: Object.fromEntries(files), conflicts }
}

type Rename = readonly [from: string, to: string]

/** What one side renamed, as far as it kept the content, while the other side edited the file under its old name. */
function renamesTo(after: Files, base: Files, other: Files): Rename[] {
  const gone = (path: string) => !Object.hasOwn(after, path) && Object.hasOwn(other, path)
  const edited = Object.keys(base).filter((path) => gone(path) && !sameContent(base[path], other[path]))
  if (edited.length === 0) return []
  const taken = new Set([...Object.keys(base), ...Object.keys(other)])
  const fresh = Object.keys(after).filter((path) => !taken.has(path))
  return edited.flatMap((from): Rename[] => {
    const at = fresh.findIndex((path) => sameContent(after[path], base[from]))
    return at < 0 ? [] : [[from, fresh.splice(at, 1)[0]!]]
  })
}

function renamed(files: Files, renames: readonly Rename[]): Files {
  const to = new Map(renames)
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [to.get(path) ?? path, content]))
}

const CONFLICT = Symbol('conflict')

function mergeContent(
  base: FileContent | undefined,
  mine: FileContent | undefined,
  theirs: FileContent | undefined,
): FileContent | undefined | typeof CONFLICT {
  if (sameContent(base, theirs) || sameContent(mine, theirs)) return mine
  if (!isText(mine) || !isText(theirs)) return CONFLICT
  const regions = regionsOf(isText(base) ? base : '', mine, theirs)
  return regions.every((region) => region.kind === 'agreed')
    ? regions.flatMap(({ lines }) => lines).join('\n')
    : CONFLICT
}

export function regionsOf(base: string, mine: string, theirs: string): Region[] {
  const split = (text: string) => text.split('\n')
  return diff3Merge(split(mine), split(base), split(theirs), { excludeFalseConflicts: true }).map(
    ({ ok, conflict }): Region =>
      ok
        ? { kind: 'agreed', lines: ok }
        : {
            kind: 'both',
            mine: { line: conflict!.aIndex + 1, lines: conflict!.a },
            base: { line: conflict!.oIndex + 1, lines: conflict!.o },
            theirs: { line: conflict!.bIndex + 1, lines: conflict!.b },
          },
  )
}

export type Choice = 'mine' | 'theirs' | 'both'

/** The text after a choice for each region that both changed, in their order. */
export function resolved(regions: readonly Region[], choices: readonly (Choice | undefined)[]): string {
  let conflict = -1
  return regions
    .flatMap((region) => {
      if (region.kind === 'agreed') return region.lines
      conflict += 1
      const choice = choices[conflict] ?? 'mine'
      return choice === 'both' ? [...region.mine.lines, ...region.theirs.lines] : region[choice].lines
    })
    .join('\n')
}
