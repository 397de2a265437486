import type { Replay, ReplayDetail, StartReplay } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { request } from './request.ts'

const RUNNING_MS = 1_000

export const replaysKey = (space: string, fn: string) => [...functionKey(space, fn), 'replays'] as const

export const replaysQuery = (space: string, fn: string) =>
  queryOptions({
    queryKey: [...replaysKey(space, fn), 'list'],
    queryFn: ({ signal }) => request<{ items: Replay[] }>(functionPath(space, fn, 'replays'), { signal }),
    select: ({ items }) => items,
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'running') ? RUNNING_MS : false),
  })

/** Read again while it runs. */
export const replayQuery = (space: string, fn: string, id: string) =>
  queryOptions({
    queryKey: [...replaysKey(space, fn), id],
    queryFn: ({ signal }) => request<ReplayDetail>(functionPath(space, fn, 'replays', id), { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? RUNNING_MS : false),
  })

/** Like the body of the API, where several statuses are one text. */
export type ReplayRequest = Omit<StartReplay, 'filter' | 'ignore'> & {
  filter?: Omit<NonNullable<StartReplay['filter']>, 'status' | 'input'> & { status?: string; input?: string }
  ignore?: string[]
}

export const startReplay = (space: string, fn: string, body: ReplayRequest) =>
  request<ReplayDetail>(functionPath(space, fn, 'replays'), { method: 'POST', body })

export const ignoreInReplay = (space: string, fn: string, id: string, ignore: readonly string[]) =>
  request<ReplayDetail>(functionPath(space, fn, 'replays', id), { method: 'PATCH', body: { ignore } })
