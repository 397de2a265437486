import type { ApiKey, CreateKey, CreatedKey } from '@alcove/contract'
import { request } from './request.ts'
import { listQuery } from './list.ts'

export const keysQuery = listQuery<ApiKey>({ key: ['keys'], path: ['keys'], limit: 100 })

export const createKey = (body: CreateKey) => request<CreatedKey>(['keys'], { method: 'POST', body })

export const deleteKey = (id: string) => request<void>(['keys', id], { method: 'DELETE' })

export const rotateKey = (id: string, overlapHours: number) =>
  request<CreatedKey>(['keys', id, 'rotate'], { method: 'POST', body: { overlapHours } })

export const finishRotation = (id: string) => request<ApiKey>(['keys', id, 'finish-rotation'], { method: 'POST' })
