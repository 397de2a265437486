import type { PutTrigger, Trigger } from '@alcove/contract'
import { functionKey, functionPath } from './functions.ts'
import { request } from './request.ts'
import { listQuery } from './list.ts'

export const triggersQuery = (space: string, fn: string) =>
  listQuery<Trigger>({ key: [...functionKey(space, fn), 'triggers'], path: functionPath(space, fn, 'triggers') })

export const putTrigger = (space: string, fn: string, trigger: string, body: PutTrigger) =>
  request<Trigger>(functionPath(space, fn, 'triggers', trigger), { method: 'PUT', body })

export const deleteTrigger = (space: string, fn: string, trigger: string) =>
  request<void>(functionPath(space, fn, 'triggers', trigger), { method: 'DELETE' })
