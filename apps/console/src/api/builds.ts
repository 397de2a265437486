import type { Build, BuildTypes, DraftBuild } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { apiUrl, request } from './request.ts'

const buildKey = (space: string, fn: string) => [...functionKey(space, fn), 'build'] as const

/** The build of the saved draft; `build` is null when its code needs none. `codeHash` is that of the last save. */
export const buildQuery = (space: string, fn: string, codeHash: string) =>
  queryOptions({
    queryKey: [...buildKey(space, fn), codeHash],
    queryFn: ({ signal }) => request<DraftBuild>(functionPath(space, fn, 'build'), { signal }),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.build) ? 1_500 : false),
  })

/** Declarations of these packages and of what they need, as the build with this key installed them. */
export const buildTypesQuery = (space: string, fn: string, key: string, packages: readonly string[]) =>
  queryOptions({
    queryKey: [...buildKey(space, fn), 'types', key, packages],
    queryFn: ({ signal }) =>
      request<BuildTypes>(functionPath(space, fn, 'build', 'types'), {
        signal,
        query: { packages: packages.join(',') },
      }),
    // Equal input is built once.
    staleTime: Infinity,
  })

export const isUnderWay = (build: Pick<Build, 'status'> | null | undefined): boolean =>
  build?.status === 'queued' || build?.status === 'running'

export const buildAgain = (space: string, fn: string) =>
  request<DraftBuild>(functionPath(space, fn, 'build'), { method: 'POST', body: {} })

/** Server-sent events, for an EventSource. */
export const buildLogUrl = (space: string, fn: string) => apiUrl(functionPath(space, fn, 'build', 'log'))
