import type { Version, VersionDetail, VersionRetention } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { apiUrl, request } from './request.ts'
import { listQuery } from './list.ts'

const versionsKey = (space: string, fn: string) => [...functionKey(space, fn), 'versions'] as const

export const versionsQuery = (space: string, fn: string) =>
  listQuery<Version>({
    key: [...versionsKey(space, fn), 'list'],
    path: functionPath(space, fn, 'versions'),
    limit: 50,
  })

export const versionQuery = (space: string, fn: string, version: number) =>
  queryOptions({
    queryKey: [...versionsKey(space, fn), version],
    queryFn: ({ signal }) => request<VersionDetail>(functionPath(space, fn, 'versions', version), { signal }),
  })

export const publishVersion = (space: string, fn: string, description: string) =>
  request<Version>(functionPath(space, fn, 'versions'), { method: 'POST', body: { description } })

export const deleteVersion = (space: string, fn: string, version: number) =>
  request<void>(functionPath(space, fn, 'versions', version), { method: 'DELETE' })

export const versionArchiveUrl = (space: string, fn: string, version: number) =>
  apiUrl(functionPath(space, fn, 'versions', version, 'archive'))

/** @param keep to see what it would do; left out: as it is set */
export const versionRetentionQuery = (space: string, fn: string, keep?: number) =>
  queryOptions({
    queryKey: [...versionsKey(space, fn), 'retention', keep ?? null],
    queryFn: ({ signal }) =>
      request<VersionRetention>(functionPath(space, fn, 'version-retention'), { query: { keep }, signal }),
  })

export const putVersionRetention = (space: string, fn: string, keep: number | null) =>
  request<VersionRetention>(functionPath(space, fn, 'version-retention'), { method: 'PUT', body: { keep } })
