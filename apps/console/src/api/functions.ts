import type {
  FunctionCard,
  FunctionDetail,
  FunctionFlow,
  FunctionSummary,
  NewFunction,
  UpdateFunction,
} from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { every } from './every.ts'
import type { z } from 'zod'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'
import { listQuery } from './list.ts'

export const functionsKey = (space: string) => [...spaceKey(space), 'functions'] as const

/** The key prefix of everything about one function. */
export const functionKey = (space: string, fn: string) => [...spaceKey(space), 'function', fn] as const

export const functionPath = (space: string, fn: string, ...rest: readonly (string | number)[]) => [
  'spaces',
  space,
  'functions',
  fn,
  ...rest,
]

export const functionsQuery = (space: string, q = '') =>
  listQuery<FunctionSummary>({
    key: [...functionsKey(space), q],
    path: ['spaces', space, 'functions'],
    query: { q: q || undefined },
    limit: 50,
  })

/** The same list for callers who may only invoke. */
export const functionCardsQuery = (space: string, q = '') =>
  listQuery<FunctionCard>({
    key: [...functionsKey(space), 'cards', q],
    path: ['spaces', space, 'functions'],
    query: { q: q || undefined },
    limit: 50,
  })

export const functionCardQuery = (space: string, fn: string) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'card'],
    queryFn: ({ signal }) => request<FunctionCard>(functionPath(space, fn), { signal }),
  })

export const functionQuery = (space: string, fn: string) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'detail'],
    queryFn: ({ signal }) => request<FunctionDetail>(functionPath(space, fn), { signal }),
  })

export const functionFlowQuery = (space: string, fn: string) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'flow'],
    queryFn: ({ signal }) => request<FunctionFlow>(functionPath(space, fn, 'flow'), { signal }),
    refetchInterval: every(30_000),
  })

export const createFunction = (space: string, body: z.input<typeof NewFunction>) =>
  request<FunctionDetail>(['spaces', space, 'functions'], { method: 'POST', body })

export const duplicateFunction = (space: string, fn: string, name: string) =>
  request<FunctionDetail>(functionPath(space, fn, 'duplicate'), { method: 'POST', body: { name } })

export const getFunction = (space: string, fn: string) => request<FunctionDetail>(functionPath(space, fn))

/** @param seen the etag of the function that this is saved over; left out: of whatever it is by now */
export const updateFunction = (space: string, fn: string, body: UpdateFunction, seen?: string | null) =>
  request<FunctionDetail>(functionPath(space, fn), {
    method: 'PATCH',
    body,
    ...(seen !== undefined && { headers: onlyOver(seen) }),
  })

export const deleteFunction = (space: string, fn: string) =>
  request<void>(functionPath(space, fn), { method: 'DELETE' })
