import {
  SPACE_ARCHIVE_LIMITS,
  SpaceExportQuery,
  SpaceImport,
  SpaceImportQuery,
  Transfer,
  TransferFunction,
  TransferQuery,
} from '@alcove/contract'
import { exportSpace, importSpace, transferFunction } from '@alcove/platform'
import { checkParametersSchema, checkSchemas } from '../../schemas/check-schemas.ts'
import { route } from '../route.ts'

export const exchangeRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/export',
    action: 'buckets:read',
    summary:
      'Download a space, or one function of it, as a zip of plain files: functions with code and versions, triggers, routes, settings; no secrets',
    query: SpaceExportQuery,
    answerType: 'application/zip',
    streams: true,
    async run({ ctx, params, query }) {
      const parts = await exportSpace({ ctx, input: { fn: query.function } })
      return new Response(ReadableStream.from(parts) as ReadableStream<Uint8Array>, {
        headers: {
          'Content-Type': 'application/zip',
          'Content-Disposition': `attachment; filename="${query.function ?? params.space}.zip"`,
        },
      })
    },
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/import',
    action: 'spaces:write',
    summary: 'Make a space what an archive says: all of it or nothing. ?preview=true only says what that would change',
    query: SpaceImportQuery,
    bytes: { types: ['application/zip'], limit: SPACE_ARCHIVE_LIMITS.bytes },
    answer: SpaceImport,
    run: ({ ctx, query, bytes }) =>
      importSpace({
        ctx,
        input: {
          archive: bytes,
          preview: query.preview === 'true',
          remove: query.remove === 'true',
          expected: query.expected,
          checkSchemas,
          checkParameters: checkParametersSchema,
        },
      }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/functions/{fn}/transfer',
    action: 'functions:write',
    summary: 'Move a function to another space, or with ?preview=true say what would come along',
    query: TransferQuery,
    body: TransferFunction,
    answer: Transfer,
    run: ({ ctx, params, query, body }) =>
      transferFunction({ ctx, input: { fn: params.fn, ...body, preview: query.preview === 'true' } }),
  }),
]
