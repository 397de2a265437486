import type { Logpoint } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { request } from './request.ts'

const ACTIVE_MS = 1_000

export const logpointsKey = (space: string, fn: string) => [...functionKey(space, fn), 'logpoints'] as const

/** Read often while one is active: its lines are counted. */
export const logpointsQuery = (space: string, fn: string) =>
  queryOptions({
    queryKey: logpointsKey(space, fn),
    queryFn: ({ signal }) => request<{ items: Logpoint[] }>(functionPath(space, fn, 'logpoints'), { signal }),
    select: ({ items }) => items,
    refetchInterval: ({ state }) => (state.data?.items.some((one) => one.state === 'active') ? ACTIVE_MS : false),
  })

export interface LogpointRequest {
  version: number
  file: string
  line: number
  expression: string
  condition: string | null
  minutes: number
  hits: number
}

export const addLogpoint = (space: string, fn: string, body: LogpointRequest) =>
  request<Logpoint>(functionPath(space, fn, 'logpoints'), { method: 'POST', body })

export const removeLogpoint = (space: string, fn: string, id: string) =>
  request<void>(functionPath(space, fn, 'logpoints', id), { method: 'DELETE' })
