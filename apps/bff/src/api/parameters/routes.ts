import { ParametersPreview, PreviewParameters } from '@alcove/contract'
import { route } from '../route.ts'
import { previewParameters } from './preview.ts'

export const parameterRoutes = [
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
