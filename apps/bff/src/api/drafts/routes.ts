import { Draft, LIMITS, PutDraft } from '@alcove/contract'
import { getDraft, getDraftArchive, putDraft } from '@alcove/platform'
import { archiveResponse } from '../archive.ts'
import { expectedBy, quoted } from '../../etag.ts'
import { route } from '../route.ts'

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
]
