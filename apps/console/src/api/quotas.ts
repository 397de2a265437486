import type {
  FunctionQuota,
  FunctionQuotaState,
  Resume,
  SpaceQuota,
  SpaceQuotaState,
  Suspension,
} from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { spaceKey } from './spaces.ts'
import { listQuery } from './list.ts'
import { request } from './request.ts'

export type QuotaState = FunctionQuotaState & Partial<SpaceQuotaState>

const placeOf = (space: string, fn: string | undefined) =>
  fn === undefined ? ['spaces', space] : ['spaces', space, 'functions', fn]

export const quotasKey = (space: string) => [...spaceKey(space), 'quotas'] as const

/** @param fn left out: the quota of the space */
export const quotaQuery = (space: string, fn?: string) =>
  queryOptions({
    queryKey: [...quotasKey(space), fn ?? null],
    queryFn: ({ signal }) => request<QuotaState>([...placeOf(space, fn), 'quota'], { signal }),
    refetchInterval: 5_000,
  })

export const putQuota = (space: string, fn: string | undefined, body: FunctionQuota | SpaceQuota) =>
  request<QuotaState>([...placeOf(space, fn), 'quota'], { method: 'PUT', body })

export const resume = (space: string, fn: string | undefined, body: Resume) =>
  request<QuotaState>([...placeOf(space, fn), 'resume'], { method: 'POST', body })

export const suspensionsQuery = (space: string) =>
  listQuery<Suspension>({
    key: [...quotasKey(space), 'suspensions'],
    path: ['spaces', space, 'quota', 'suspensions'],
    limit: 50,
    refetchInterval: 5_000,
  })
