import type { Files, FunctionConfiguration } from '@alcove/contract'
import { contentAt, sameContent } from '../files/files.ts'

export interface OpenFiles {
  tabs: readonly string[]
  active: string | null
}

export const openFile = (state: OpenFiles, path: string): OpenFiles => ({
  tabs: state.tabs.includes(path) ? state.tabs : [...state.tabs, path],
  active: path,
})

export function closeFile({ tabs, active }: OpenFiles, path: string): OpenFiles {
  const index = tabs.indexOf(path)
  const rest = tabs.filter((tab) => tab !== path)
  return { tabs: rest, active: active === path ? (rest[Math.min(index, rest.length - 1)] ?? null) : active }
}

export const renameOpen = ({ tabs, active }: OpenFiles, from: string, to: string): OpenFiles => ({
  tabs: tabs.map((tab) => (tab === from ? to : tab)),
  active: active === from ? to : active,
})

/** Puts a tab where another one is. One that is dragged here from another window is no tab of this one. */
export function moveTab(open: OpenFiles, path: string, to: string): OpenFiles {
  const { tabs } = open
  if (!tabs.includes(path)) return open
  return { ...open, tabs: tabs.filter((tab) => tab !== path).toSpliced(tabs.indexOf(to), 0, path) }
}

/** The tabs after files changed, here or by someone else: those of renamed files follow, those of deleted files close. */
export function followFiles(state: OpenFiles, before: Files, after: Files): OpenFiles {
  const gone = state.tabs.filter((path) => Object.hasOwn(before, path) && !Object.hasOwn(after, path))
  return gone.reduce((tabs, path) => {
    const to = Object.keys(after).find(
      (each) => !Object.hasOwn(before, each) && sameContent(contentAt(after, each), contentAt(before, path)),
    )
    return to === undefined || tabs.tabs.includes(to) ? closeFile(tabs, path) : renameOpen(tabs, path, to)
  }, state)
}

/** The file to open first: the one with the handler. */
export function entryFile(paths: readonly string[], handler: FunctionConfiguration['handler']): string | null {
  const stem = handler.slice(0, handler.lastIndexOf('.'))
  return (
    paths.find((path) => path.slice(0, path.lastIndexOf('.')) === stem) ??
    paths.find((path) => !path.includes('/')) ??
    paths[0] ??
    null
  )
}
