import type { LogContext, LogContextQuery, LogCounts, LogList, PutLogQuery, SavedLogQuery } from '@alcove/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { onlyOver } from './only-over.ts'
import { apiUrl, request } from './request.ts'
import { spaceKey } from './spaces.ts'

const PAGE = 200

export interface LinesShown {
  q: string
  from: string
  to?: string | undefined
}

const logsKey = (space: string) => [...spaceKey(space), 'logs']
export const savedQueriesKey = (space: string) => [...spaceKey(space), 'log-queries']

/**
 * Lines of all functions of the space, newest first. A page may be empty and still have a next one: searching takes
 * time.
 */
export const spaceLogsQuery = (space: string, { q, from, to }: LinesShown) =>
  infiniteQueryOptions({
    queryKey: [...logsKey(space), 'lines', q, from, to],
    queryFn: ({ signal, pageParam }) =>
      request<LogList>(['spaces', space, 'logs'], {
        signal,
        query: { q: q || undefined, from, to, limit: PAGE, cursor: pageParam ?? undefined },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  })

/** Of one function, or of all. */
export const logCountsQuery = (
  space: string,
  { q, from, to, function: fn }: LinesShown & { to: string; function?: string },
) =>
  queryOptions({
    queryKey: [...logsKey(space), 'counts', fn, q, from, to],
    queryFn: ({ signal }) =>
      request<LogCounts>(['spaces', space, 'logs', 'counts'], {
        signal,
        query: { q: q || undefined, function: fn, from, to },
      }),
    placeholderData: (before) => before,
  })

export const logContextQuery = (
  space: string,
  query: Pick<LogContextQuery, 'line' | 'invocation' | 'by' | 'before' | 'after'>,
) =>
  queryOptions({
    queryKey: [...logsKey(space), 'context', query],
    queryFn: ({ signal }) => request<LogContext>(['spaces', space, 'logs', 'context'], { signal, query }),
    placeholderData: (before) => before,
  })

/** Server-sent events, for an EventSource. */
export const spaceTailUrl = (space: string, q: string) =>
  apiUrl(['spaces', space, 'logs', 'tail'], { q: q || undefined })

export const logExportUrl = (
  space: string,
  { q, from, to, function: fn }: LinesShown & { function?: string },
  format: 'ndjson' | 'csv',
  columns: string[],
) =>
  apiUrl(['spaces', space, 'logs', 'export'], {
    q: q || undefined,
    function: fn,
    from,
    to,
    format,
    columns: columns.length > 0 ? columns.join(',') : undefined,
  })

export const savedQueriesQuery = (space: string) =>
  queryOptions({
    queryKey: savedQueriesKey(space),
    queryFn: ({ signal }) => request<{ items: SavedLogQuery[] }>(['spaces', space, 'log-queries'], { signal }),
    select: ({ items }) => items,
  })

/** Null: it was deleted. */
export async function getLogQuery(space: string, name: string): Promise<SavedLogQuery | null> {
  const { items } = await request<{ items: SavedLogQuery[] }>(['spaces', space, 'log-queries'])
  return items.find((each) => each.name === name) ?? null
}

/** `seen` is the etag of the query that it replaces; null when there must be none of this name. */
export const saveLogQuery = (space: string, name: string, body: PutLogQuery, seen: string | null) =>
  request<SavedLogQuery>(['spaces', space, 'log-queries', name], { method: 'PUT', body, headers: onlyOver(seen) })

export const deleteLogQuery = (space: string, name: string) =>
  request<void>(['spaces', space, 'log-queries', name], { method: 'DELETE' })
