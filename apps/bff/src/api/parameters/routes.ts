import { DeclaredParameters, ParametersPreview, PreviewParameters, Qualifier } from '@alcove/contract'
import { z } from '@hono/zod-openapi'
import { route } from '../route.ts'
import { declaredParameters } from './declared.ts'
import { previewParameters } from './preview.ts'

export const parameterRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/parameters',
    action: 'functions:invoke',
    summary: 'What callers of a version, an alias or the draft have to send',
    query: z.strictObject({ qualifier: Qualifier.default('draft') }),
    answer: DeclaredParameters,
    run: ({ ctx, params, query }) => Promise.resolve(declaredParameters(ctx, { fn: params.fn, ...query })),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/functions/{fn}/parameters/preview',
    action: 'logs:read',
    summary: 'Infer parameters from recorded inputs, and count the calls that given parameters would refuse',
    fresh: 'records',
    body: PreviewParameters,
    answer: ParametersPreview,
    run: ({ ctx, params, body }) => previewParameters(ctx, { fn: params.fn, ...body }),
  }),
]
