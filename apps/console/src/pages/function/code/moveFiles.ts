import type { Files } from '@alcove/contract'

export const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1)
export const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** The paths behind one row of the tree: a file, or all files of a folder. */
export const pathsAt = (files: Files, path: string): string[] =>
  Object.hasOwn(files, path) ? [path] : Object.keys(files).filter((each) => each.startsWith(`${path}/`))

/** Where a file goes when its row, or that of a folder above it, moves. */
export const movedPath = (path: string, from: string, to: string) =>
  path === from ? to : path.startsWith(`${from}/`) ? to + path.slice(from.length) : path

/** The files after a file or a folder moved; null when another file is there already. */
export function moveFiles(files: Files, from: string, to: string): Files | null {
  const moving = new Set(pathsAt(files, from))
  const moved: Files = {}
  for (const [path, content] of Object.entries(files)) if (!moving.has(path)) moved[path] = content
  for (const path of moving) {
    const target = movedPath(path, from, to)
    if (Object.hasOwn(moved, target)) return null
    moved[target] = files[path]!
  }
  return moved
}

/** Undoes one change of files, and keeps what was edited since. */
export function undoChange(now: Files, before: Files, after: Files): Files {
  const files = { ...now }
  for (const path of Object.keys(after)) if (!Object.hasOwn(before, path)) delete files[path]
  for (const [path, content] of Object.entries(before)) if (after[path] !== content) files[path] = content
  return files
}
