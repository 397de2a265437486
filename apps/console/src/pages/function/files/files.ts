import type { Files } from '@alcove/contract'

export type FileContent = Files[string]

export const isText = (content: FileContent | undefined): content is string => typeof content === 'string'

/** A file that is there: `constructor` is a name that files may have, and every object has. */
export const contentAt = (files: Files, path: string): FileContent | undefined =>
  Object.hasOwn(files, path) ? files[path] : undefined

export function sameContent(a: FileContent | undefined, b: FileContent | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  if (isText(a) || isText(b)) return a === b
  return a.base64 === b.base64
}

export type FileChange = { path: string; kind: 'added' | 'changed' | 'removed' }

/** How each file changed between two states, by path. */
export function changesBetween(before: Files, after: Files): FileChange[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()
  return paths.flatMap((path): FileChange[] => {
    if (!Object.hasOwn(before, path)) return [{ path, kind: 'added' }]
    if (!Object.hasOwn(after, path)) return [{ path, kind: 'removed' }]
    return sameContent(before[path], after[path]) ? [] : [{ path, kind: 'changed' }]
  })
}

export const sameFiles = (a: Files, b: Files): boolean => changesBetween(a, b).length === 0

/** Only the text files, which the editor can open. */
export function textsOf(files: Files): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter((entry): entry is [string, string] => isText(entry[1])))
}

export function bytesOf(content: FileContent): number {
  if (isText(content)) return new TextEncoder().encode(content).length
  return Math.floor((content.base64.length * 3) / 4) - (content.base64.match(/=+$/)?.[0].length ?? 0)
}
