import type { Draft, Files } from '@alcove/contract'
import { changesBetween, type FileContent, sameContent } from '../../files/files.ts'

/** One file that both sides hold differently. */
export interface Disagreement {
  path: string
  mine: FileContent | undefined
  theirs: FileContent | undefined
  /** The side that changed it, if only one did; `null` when both did. */
  only: 'mine' | 'theirs' | null
}

export function disagreements(base: Files, mine: Files, theirs: Draft): Disagreement[] {
  return changesBetween(mine, theirs.files).map(({ path }) => {
    const mineChanged = !sameContent(base[path], mine[path])
    const theirsChanged = !sameContent(base[path], theirs.files[path])
    return {
      path,
      mine: mine[path],
      theirs: theirs.files[path],
      only: mineChanged === theirsChanged ? null : mineChanged ? 'mine' : 'theirs',
    }
  })
}

/** The files after choosing a side, or merging by hand, for each difference. */
export function merged(
  mine: Files,
  conflicts: readonly Disagreement[],
  choices: ReadonlyMap<string, FileContent | undefined>,
): Files {
  const files = { ...mine }
  for (const { path } of conflicts) {
    const content = choices.get(path)
    if (content === undefined) delete files[path]
    else files[path] = content
  }
  return files
}
