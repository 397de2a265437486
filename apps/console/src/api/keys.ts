import type { ApiKey, CreateKey, CreatedKey } from '@alcove/contract'
import { request } from './request.ts'
import { listQuery } from './list.ts'

export const keysQuery = listQuery<ApiKey>({ key: ['keys'], path: ['keys'], limit: 100 })

export const createKey = (body: CreateKey) => request<CreatedKey>(['keys'], { method: 'POST', body })

export const deleteKey = (id: string) => request<void>(['keys', id], { method: 'DELETE' })
