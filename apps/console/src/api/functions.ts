import type {
  CreateFunction,
  FunctionCard,
  FunctionDetail,
  FunctionSummary,
  Page,
  UpdateFunction,
} from '@alcove/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'

export const functionsKey = (space: string) => [...spaceKey(space), 'functions'] as const

/** Everything about one function hangs under this key. */
export const functionKey = (space: string, fn: string) => [...spaceKey(space), 'function', fn] as const

export const functionPath = (space: string, fn: string, ...rest: readonly (string | number)[]) => [
  'spaces',
  space,
  'functions',
  fn,
  ...rest,
]

export const functionsQuery = (space: string, q = '') =>
  infiniteQueryOptions({
    queryKey: [...functionsKey(space), q],
    queryFn: ({ signal, pageParam }) =>
      request<Page<FunctionSummary>>(['spaces', space, 'functions'], {
        signal,
        query: { limit: 50, q: q || undefined, cursor: pageParam ?? undefined },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  })

/** The same list for who may only invoke. */
export const functionCardsQuery = (space: string, q = '') =>
  infiniteQueryOptions({
    queryKey: [...functionsKey(space), 'cards', q],
    queryFn: ({ signal, pageParam }) =>
      request<Page<FunctionCard>>(['spaces', space, 'functions'], {
        signal,
        query: { limit: 50, q: q || undefined, cursor: pageParam ?? undefined },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
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

export const createFunction = (space: string, body: z.input<typeof CreateFunction>) =>
  request<FunctionDetail>(['spaces', space, 'functions'], { method: 'POST', body })

export const updateFunction = (space: string, fn: string, body: UpdateFunction) =>
  request<FunctionDetail>(functionPath(space, fn), { method: 'PATCH', body })

export const deleteFunction = (space: string, fn: string) =>
  request<void>(functionPath(space, fn), { method: 'DELETE' })
