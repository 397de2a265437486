import type { FolderEntries } from '@alcove/contract'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { type Entry, folderEntriesQuery, folderQuery } from '../../../../api/buckets.ts'
import { sortEntries } from './sort-entries.ts'

const page = getRouteApi('/shell/s/$space/buckets')
/** The API lists by name: to sort by something else, this many are loaded. */
const SORTED = 10_000

/** The folder that the address names, sorted as it says. */
export function useFolder(space: string, bucket: string) {
  const { prefix = '', q = '', sort } = page.useSearch()
  const query = useInfiniteQuery(folderQuery(space, bucket, prefix + q))
  const { data, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  const count = data?.length ?? 0
  const loading = sort !== undefined && hasNextPage && count < SORTED
  useEffect(() => {
    if (loading && !isFetching && !isFetchNextPageError) void fetchNextPage({ cancelRefetch: false })
  }, [loading, isFetching, isFetchNextPageError, fetchNextPage])
  const entries = useMemo(() => sortEntries(data ?? [], sort), [data, sort])
  const counted = useQuery({ ...folderEntriesQuery(space, bucket, prefix + q), enabled: hasNextPage }).data
  return {
    query,
    entries,
    /** What it holds, also what is not loaded yet; undefined while that is not known. */
    counts: hasNextPage ? counted : data && countsOf(data),
    /** Sorted among the first ones only: there are more than can be loaded. */
    partly: sort !== undefined && hasNextPage && count >= SORTED,
  }
}

function countsOf(entries: readonly Entry[]): FolderEntries {
  const folders = entries.filter(({ object }) => object === null).length
  return { folders, objects: entries.length - folders, more: false }
}

export type OpenFolder = ReturnType<typeof useFolder>
