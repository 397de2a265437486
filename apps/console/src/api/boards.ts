import type { Board, PutBoard } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'
import { spaceKey } from './spaces.ts'

export const boardsKey = (space: string) => [...spaceKey(space), 'boards']

export const boardsQuery = (space: string) =>
  queryOptions({
    queryKey: boardsKey(space),
    queryFn: async ({ signal }) => (await request<{ items: Board[] }>(['spaces', space, 'boards'], { signal })).items,
  })

export const getBoard = (space: string, board: string) => request<Board>(['spaces', space, 'boards', board])

/** `seen` is the etag of the board as it was shown; null when it must not exist yet. */
export const putBoard = (space: string, board: string, body: PutBoard, seen: string | null) =>
  request<Board>(['spaces', space, 'boards', board], {
    method: 'PUT',
    body,
    headers: onlyOver(seen),
  })

export const deleteBoard = (space: string, board: string) =>
  request<void>(['spaces', space, 'boards', board], { method: 'DELETE' })
