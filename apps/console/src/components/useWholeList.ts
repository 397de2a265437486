import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ListQuery } from '../api/list.ts'

/** A list to its end, page after page: for lists to search in or choose from. After an error the rest is asked for. */
export function useWholeList<Item>(list: ListQuery<Item>) {
  const query = useInfiniteQuery(list)
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  useEffect(() => {
    // Several components may read one list: the second must not restart the fetch of the first.
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage({ cancelRefetch: false })
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage])
  return query
}
