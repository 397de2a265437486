import type { ApiKey, CreateKey, CreatedKey, Page } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => request<Page<ApiKey>>(['keys'], { signal, query: { limit: 200 } }),
})

export const createKey = (body: CreateKey) => request<CreatedKey>(['keys'], { method: 'POST', body })

export const deleteKey = (id: string) => request<void>(['keys', id], { method: 'DELETE' })
