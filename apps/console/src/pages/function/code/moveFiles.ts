import type { Files } from '@alcove/contract'
import { isText } from '../files/files.ts'
import { mergeFiles, regionsOf, resolved } from './draft/merge.ts'

export const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1)
export const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** The paths behind one row of the tree: a file, or all files of a folder. */
export const pathsAt = (paths: readonly string[], row: string): string[] =>
  paths.includes(row) ? [row] : paths.filter((each) => each.startsWith(`${row}/`))

/** Where a file goes when its row, or that of a folder above it, moves. */
export const movedPath = (path: string, from: string, to: string) =>
  path === from ? to : path.startsWith(`${from}/`) ? to + path.slice(from.length) : path

/** The name in the way of a new file, or of a row that moves from `from`; null: there is none. */
export function takenName(paths: readonly string[], to: string, from?: string): string | null {
  const moving = new Set(from === undefined ? [] : pathsAt(paths, from))
  const others = new Set(paths.filter((path) => !moving.has(path)))
  const targets = from === undefined ? [to] : [...moving].map((path) => movedPath(path, from, to))
  return targets.find((path) => others.has(path)) ?? fileAndFolder([...others, ...targets])
}

/** A free name beside a file: `money-2.ts` for `money.ts`. */
export function copyName(path: string, taken: readonly string[]): string {
  const [, stem, number, extension] = /^(.*?[^/])(?:-(\d{1,6}))?((?:\.[^./]*)?)$/s.exec(path)!
  for (let next = Number(number ?? 1) + 1; ; next += 1) {
    const name = `${stem}-${next}${extension}`
    if (takenName(taken, name) === null) return name
  }
}

/** A name that a file and a folder would both have; null: there is none. */
export function fileAndFolder(paths: Iterable<string>): string | null {
  const files = new Set(paths)
  for (const path of files)
    for (let end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
      const folder = path.slice(0, end)
      if (files.has(folder)) return folder
    }
  return null
}

/** The files after a file or a folder moved to where no file is yet. */
export const moveFiles = (files: Files, from: string, to: string): Files =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [movedPath(path, from, to), content]))

/** Undoes one change of files, and keeps what was edited since. Lines of the change itself go back to what they were. */
export function undoChange(now: Files, before: Files, after: Files): Files {
  const { files, conflicts } = mergeFiles(after, now, before)
  for (const { path, mine, base, theirs } of conflicts) {
    if (!isText(mine) || !isText(theirs)) continue
    const regions = regionsOf(isText(base) ? base : '', mine, theirs)
    files[path] = resolved(
      regions,
      regions.map(() => 'theirs'),
    )
  }
  return files
}
