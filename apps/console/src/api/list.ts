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

/** The first item that matches, page by page, of a list whose items the API does not give one by one. Null: there is none. */
export async function findInList<Item>(
  path: readonly (string | number)[],
  matches: (item: Item) => boolean,
): Promise<Item | null> {
  let cursor: string | undefined
  do {
    // oxlint-disable-next-line no-await-in-loop -- one page after the other
    const { items, nextCursor } = await request<Page<Item>>(path, { query: { limit: PAGE_SIZE, cursor } })
    const found = items.find(matches)
    if (found !== undefined) return found
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined)
  return null
}

export type ListQuery<Item> = ReturnType<typeof listQuery<Item>>

function itemsOf<Item>({ pages }: InfiniteData<Page<Item>>): Item[] {
  return pages.flatMap(({ items }) => items)
}
