import type { BackgroundAction, BackgroundKind, Page } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'

const SHOWN = 10
const RUNNING_MS = 1_000
const IDLE_MS = 10_000

export const backgroundKey = (space: string) => [...spaceKey(space), 'background'] as const

/** The latest background actions of these kinds; read often while one is running. */
export const backgroundQuery = (space: string, kinds: readonly BackgroundKind[]) =>
  queryOptions({
    queryKey: [...backgroundKey(space), kinds],
    queryFn: ({ signal }) =>
      request<Page<BackgroundAction>>(['spaces', space, 'background-actions'], {
        signal,
        query: { kind: kinds.join(','), limit: SHOWN },
      }),
    select: ({ items }) => items,
    refetchInterval: ({ state }) =>
      state.data?.items.some((action) => action.state === 'running' || (action.outcomes?.waiting ?? 0) > 0)
        ? RUNNING_MS
        : IDLE_MS,
  })

export const stopBackgroundAction = (space: string, id: string) =>
  request<BackgroundAction>(['spaces', space, 'background-actions', id, 'stop'], { method: 'POST' })
