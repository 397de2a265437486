import type { Settings, UpdateSettings } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => request<Settings>(['settings'], { signal }),
})

export const getSettings = () => request<Settings>(['settings'])

/** @param seen left out: whatever others set */
export const updateSettings = (body: UpdateSettings, seen?: string | null) =>
  request<Settings>(['settings'], { method: 'PATCH', body, ...(seen != null && { headers: onlyOver(seen) }) })
