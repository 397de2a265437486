import type { Board, PutBoard } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'

export const boardsKey = (space: string) => [...spaceKey(space), 'boards']

export const boardsQuery = (space: string) =>
  queryOptions({
    queryKey: boardsKey(space),
    queryFn: async ({ signal }) => (await request<{ items: Board[] }>(['spaces', space, 'boards'], { signal })).items,
  })

/** `seen` is the etag of the board as it was shown; null when it must not exist yet. */
export const putBoard = (space: string, board: string, body: PutBoard, seen: string | null) =>
  request<Board>(['spaces', space, 'boards', board], {
    method: 'PUT',
    body,
    headers: seen === null ? { 'if-none-match': '*' } : { 'if-match': `"${seen}"` },
  })

export const deleteBoard = (space: string, board: string) =>
  request<void>(['spaces', space, 'boards', board], { method: 'DELETE' })
