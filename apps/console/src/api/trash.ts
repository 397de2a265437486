import type { Restored, TrashedFunction, TrashedSpace } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'

export const trashKey = (space: string) => [...spaceKey(space), 'trash'] as const

export const trashedFunctionsQuery = (space: string) =>
  queryOptions({
    queryKey: trashKey(space),
    queryFn: async ({ signal }) =>
      (await request<{ items: TrashedFunction[] }>(['spaces', space, 'trash'], { signal })).items,
  })

export const trashedSpacesQuery = queryOptions({
  queryKey: ['trash'],
  queryFn: async ({ signal }) => (await request<{ items: TrashedSpace[] }>(['trash'], { signal })).items,
})

/** Without a name it gets the one it had. */
export const restoreFunction = (space: string, id: string, name?: string) =>
  request<Restored>(['spaces', space, 'trash', id, 'restore'], { method: 'POST', body: { name } })

export const removeFunction = (space: string, id: string) =>
  request<void>(['spaces', space, 'trash', id], { method: 'DELETE' })

export const restoreSpace = (id: string, name?: string) =>
  request<Restored>(['trash', id, 'restore'], { method: 'POST', body: { name } })

export const removeSpace = (id: string) => request<void>(['trash', id], { method: 'DELETE' })
