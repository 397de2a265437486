import { Board, BoardList, PutBoard } from '@alcove/contract'
import { deleteBoard, getBoard, listBoards, putBoard } from '@alcove/platform'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'

export const boardRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/boards',
    action: 'metrics:read',
    summary: 'List the boards of the space: charts that its people share',
    answer: BoardList,
    run: ({ ctx }) => listBoards({ ctx, input: {} }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/boards/{board}',
    action: 'metrics:read',
    summary: 'Read a board',
    answer: Board,
    headers: (board) => ({ ETag: quoted(board.etag) }),
    run: ({ ctx, params }) => getBoard({ ctx, input: params }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/boards/{board}',
    action: 'functions:write',
    summary: 'Create a board or replace its charts. If-Match: only as you last saw it; If-None-Match: *: only create',
    body: PutBoard,
    answer: Board,
    puts: true,
    headers: (board) => ({ ETag: quoted(board.etag) }),
    run: ({ ctx, params, body, request }) =>
      putBoard({ ctx, input: { board: params.board, ...body, expected: expectedBy(request.headers) } }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/boards/{board}',
    action: 'functions:write',
    summary: 'Delete a board',
    status: 204,
    run: ({ ctx, params }) => deleteBoard({ ctx, input: params }),
  }),
]
