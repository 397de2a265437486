import type { DraftBuild } from '@alcove/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { buildQuery } from '../../../api/builds.ts'

export type LoggedBuild = NonNullable<DraftBuild['build']>

/** The build of what was saved last. `current`: it is of that very code, not of the one before. */
export function useBuild(space: string, fn: string, codeHash: string) {
  const { data, isPlaceholderData, error } = useQuery({
    ...buildQuery(space, fn, codeHash),
    placeholderData: keepPreviousData,
  })
  return { build: data?.build ?? null, current: data !== undefined && !isPlaceholderData, error }
}
