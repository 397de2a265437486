import type { Draft, Files } from '@alcove/contract'
import { useMemo } from 'react'
import { bytesOf, changesBetween } from '../files/files.ts'
import { usePublishedFiles } from './usePublishedFiles.ts'

interface DraftFilesOptions {
  space: string
  fn: string
  draft: Draft
  latestVersion: number | null
  /** As last saved, and as on the screen. */
  base: Files
  files: Files
}

/** The size of the draft's files, and how they differ from the last save and from the latest version. */
export function useDraftFiles({ space, fn, draft, latestVersion, base, files }: DraftFilesOptions) {
  const published = usePublishedFiles(space, fn, latestVersion)
  /** Files too large to show: their sizes by path. */
  const omitted = useMemo(() => new Map(draft.omitted.map(({ path, bytes }) => [path, bytes])), [draft.omitted])
  const changes = useMemo(
    () => new Map(published ? changesBetween(published, files).map(({ path, kind }) => [path, kind]) : []),
    [published, files],
  )
  const unsaved = useMemo(() => new Set(changesBetween(base, files).map(({ path }) => path)), [base, files])
  const bytes = useMemo(
    () => [...Object.values(files).map(bytesOf), ...omitted.values()].reduce((sum, size) => sum + size, 0),
    [files, omitted],
  )
  return { published, omitted, changes, unsaved, bytes }
}

export type DraftFiles = ReturnType<typeof useDraftFiles>
