import type { Metrics, MetricsQuery, Overview, OverviewQuery } from '@alcove/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import { functionKey, functionPath } from './functions.ts'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'

const REFRESH_MS = 30_000

export const metricsQuery = (space: string, fn: string, query: MetricsQuery = {}) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'metrics', query],
    queryFn: ({ signal }) => request<Metrics>(functionPath(space, fn, 'metrics'), { signal, query }),
    refetchInterval: every(REFRESH_MS),
    placeholderData: keepPreviousData,
  })

export const spaceMetricsQuery = (space: string, query: MetricsQuery = {}) =>
  queryOptions({
    queryKey: [...spaceKey(space), 'metrics', query],
    queryFn: ({ signal }) => request<Metrics>(['spaces', space, 'metrics'], { signal, query }),
    placeholderData: keepPreviousData,
  })

export const overviewQuery = (query: Partial<OverviewQuery>) =>
  queryOptions({
    queryKey: ['overview', query],
    queryFn: ({ signal }) => request<Overview>(['overview'], { signal, query }),
    refetchInterval: every(REFRESH_MS),
    placeholderData: keepPreviousData,
  })
