import type { DraftBuild } from '@alcove/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { buildQuery } from '../../../api/builds.ts'

export type LoggedBuild = NonNullable<DraftBuild['build']>

/** The build of the saved draft. `current` means it belongs to this code, not to the previous save. */
export function useBuild(space: string, fn: string, codeHash: string) {
  const { data, isPlaceholderData, error } = useQuery({
    ...buildQuery(space, fn, codeHash),
    placeholderData: keepPreviousData,
  })
  return { build: data?.build ?? null, current: data !== undefined && !isPlaceholderData, error }
}
