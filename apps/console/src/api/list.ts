import type { Page } from '@alcove/contract'
import { infiniteQueryOptions, type InfiniteData, type QueryKey } from '@tanstack/react-query'
import { request, type RequestOptions } from './request.ts'
import type { every } from './every.ts'

/** The server's maximum. */
const PAGE_SIZE = 200

interface ListOptions {
  key: QueryKey
  path: readonly (string | number)[]
  query?: RequestOptions['query']
  /** Items per page. */
  limit?: number
  refetchInterval?: number | ReturnType<typeof every>
}

/** A paginated list of the API. Its data are the items of all loaded pages. */
export const listQuery = <Item>({ key, path, query, limit = PAGE_SIZE, refetchInterval }: ListOptions) =>
  infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ signal, pageParam }) =>
      request<Page<Item>>(path, { signal, query: { ...query, limit, cursor: pageParam ?? undefined } }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    select: itemsOf<Item>,
    ...(refetchInterval !== undefined && { refetchInterval }),
  })

export type ListQuery<Item> = ReturnType<typeof listQuery<Item>>

function itemsOf<Item>({ pages }: InfiniteData<Page<Item>>): Item[] {
  return pages.flatMap(({ items }) => items)
}
