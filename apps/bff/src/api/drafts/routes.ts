import {
  Draft,
  DraftPlace,
  DraftPresence,
  DraftSaveList,
  LIMITS,
  PageQuery,
  PutDraft,
  SavedDraft,
} from '@alcove/contract'
import {
  forgetEditor,
  getDraft,
  getDraftArchive,
  getDraftSave,
  listDraftSaves,
  noteEditor,
  putDraft,
  restoreDraft,
} from '@alcove/platform'
import { z } from '@hono/zod-openapi'
import { archiveResponse } from '../archive.ts'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'
import { runSave } from './run-save.ts'

export const draftRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/draft',
    action: 'functions:read',
    summary: 'Read the editable code and configuration; with Accept: application/zip, the code as a zip',
    answer: Draft,
    headers: (draft) => ({ ETag: quoted(draft.codeHash) }),
    run: async ({ ctx, params, request }) =>
      request.headers.get('accept')?.startsWith('application/zip')
        ? archiveResponse(await getDraftArchive({ ctx, input: params }), `${params.fn}-draft`)
        : getDraft({ ctx, input: params }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/functions/{fn}/draft',
    action: 'functions:write',
    summary: 'Save the code: files as JSON, or a zip. With If-Match, only over the code you last saw',
    body: PutDraft,
    bytes: { types: ['application/zip'], limit: LIMITS.packageBytes },
    answer: Draft,
    headers: (draft) => ({ ETag: quoted(draft.codeHash) }),
    run: ({ ctx, params, body, bytes, request }) =>
      putDraft({
        ctx,
        input: {
          fn: params.fn,
          ...(body ? { files: body.files, keep: body.keep } : { archive: bytes }),
          expected: expectedBy(request.headers),
        },
      }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/draft/archive',
    action: 'functions:read',
    summary: 'Download the draft’s code as a zip',
    answerType: 'application/zip',
    run: async ({ ctx, params }) =>
      archiveResponse(await getDraftArchive({ ctx, input: params }), `${params.fn}-draft`),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/draft/history',
    action: 'functions:read',
    summary: 'List the draft as it is now and every state of the last 30 days that a save replaced, newest first',
    query: PageQuery,
    answer: DraftSaveList,
    run: ({ ctx, params, query }) => listDraftSaves({ ctx, input: { ...params, ...query } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/draft/history/{save}',
    action: 'functions:read',
    summary: 'Read the files of a state that a save replaced',
    answer: SavedDraft,
    run: ({ ctx, params }) => getDraftSave({ ctx, input: params }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/functions/{fn}/draft/history/{save}/restore',
    action: 'functions:write',
    summary: 'Make it the code of the draft again; what that replaces is kept in the history',
    answer: Draft,
    headers: (draft) => ({ ETag: quoted(draft.codeHash) }),
    run: ({ ctx, params, request }) =>
      restoreDraft({ ctx, input: { ...params, expected: expectedBy(request.headers) } }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/functions/{fn}/draft/history/{save}/run',
    action: 'functions:invoke',
    summary: 'Call this state with the draft’s configuration, as the draft is called; the draft stays as it is',
    bytes: { types: ['*'], limit: LIMITS.requestBytes },
    answer: z.unknown(),
    idempotent: 'call',
    run: ({ deps, ctx, params, bytes, request }) => runSave({ deps, ctx, ...params, bytes, request }),
  }),
  route({
    method: 'put',
    path: '/spaces/{space}/functions/{fn}/draft/editors/{tab}',
    action: 'functions:read',
    summary: 'Say every few seconds that an editor of yours is open, and learn who else has the draft open',
    body: DraftPlace,
    answer: DraftPresence,
    run: ({ ctx, params, body }) => noteEditor({ ctx, input: { ...params, ...body } }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/functions/{fn}/draft/editors/{tab}',
    action: 'functions:read',
    summary: 'Say that an editor of yours was closed',
    status: 204,
    run: ({ ctx, params }) => forgetEditor({ ctx, input: params }),
  }),
]
