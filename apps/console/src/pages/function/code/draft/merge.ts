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

/** Merges what two sides made of the same files: edits of different files, and of different lines of one. */
export function mergeFiles(base: Files, mine: Files, theirs: Files): Merge {
  const files: Files = {}
  const conflicts: Conflict[] = []
  for (const path of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const [before, ours, other] = [base, mine, theirs].map((files) => contentAt(files, path))
    const content = sameContent(before, ours) ? other : mergeContent(before, ours, other)
    if (content === CONFLICT) conflicts.push({ path, mine: ours, base: before, theirs: other })
    const kept = content === CONFLICT ? ours : content
    if (kept !== undefined) files[path] = kept
  }
  return { files, conflicts }
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
