import type { Group, PutGroup } from '@alcove/contract'
import { request } from './request.ts'

export const putGroup = (name: string, body: PutGroup) => request<Group>(['groups', name], { method: 'PUT', body })

export const deleteGroup = (name: string) => request<void>(['groups', name], { method: 'DELETE' })
