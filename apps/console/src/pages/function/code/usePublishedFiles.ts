import { useQuery } from '@tanstack/react-query'
import type { Files } from '@alcove/contract'
import { versionQuery } from '../../../api/versions.ts'

/** The code of the latest version, to mark changes in the draft; `undefined` when nothing is published. */
export function usePublishedFiles(space: string, fn: string, latestVersion: number | null): Files | undefined {
  const { data } = useQuery({
    ...versionQuery(space, fn, latestVersion ?? 0),
    enabled: latestVersion !== null,
    staleTime: Infinity,
  })
  return data?.files
}
