import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { ListQuery } from '../api/list.ts'

/**
 * Loads a list to its end, page by page, for lists to search, sort or choose from; unless `whole`, on request. After an
 * error it loads the rest.
 */
export function useWholeList<Item>(list: ListQuery<Item>, whole = true) {
  const query = useInfiniteQuery(list)
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query
  useEffect(() => {
    // Several components may read the same list: a second one must not restart a running fetch.
    if (whole && hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage({ cancelRefetch: false })
  }, [whole, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage])
  return query
}
