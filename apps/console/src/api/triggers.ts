import type { Page, PutTrigger, Trigger } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { request } from './request.ts'

export const triggersQuery = (space: string, fn: string) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'triggers'],
    queryFn: ({ signal }) =>
      request<Page<Trigger>>(functionPath(space, fn, 'triggers'), { signal, query: { limit: 200 } }),
  })

export const putTrigger = (space: string, fn: string, trigger: string, body: PutTrigger) =>
  request<Trigger>(functionPath(space, fn, 'triggers', trigger), { method: 'PUT', body })

export const deleteTrigger = (space: string, fn: string, trigger: string) =>
  request<void>(functionPath(space, fn, 'triggers', trigger), { method: 'DELETE' })
