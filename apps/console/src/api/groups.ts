import type { Group, PutGroup } from '@alcove/contract'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'

export const getGroup = (name: string) => request<Group>(['groups', name])

export const putGroup = (name: string, body: PutGroup, seen: string | null) =>
  request<Group>(['groups', name], { method: 'PUT', body, headers: onlyOver(seen) })

export const deleteGroup = (name: string) => request<void>(['groups', name], { method: 'DELETE' })
