import type { Settings, UpdateSettings } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => request<Settings>(['settings'], { signal }),
})

export const updateSettings = (body: UpdateSettings) => request<Settings>(['settings'], { method: 'PATCH', body })
