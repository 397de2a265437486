import type { ParametersPreview, ParametersSchema, PreviewParameters } from '@alcove/contract'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { request } from './request.ts'

/** What recorded calls say about these parameters. */
export const parametersPreviewQuery = (space: string, fn: string, parameters: ParametersSchema | null) =>
  queryOptions({
    queryKey: ['parametersPreview', space, fn, parameters],
    queryFn: ({ signal }) =>
      request<ParametersPreview>(functionPath(space, fn, 'parameters', 'preview'), {
        method: 'POST',
        body: { parameters } satisfies Partial<PreviewParameters>,
        signal,
      }),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    retry: false,
  })

/** What callers of a version, an alias or the draft have to send. */
export const parametersQuery = (space: string, fn: string, qualifier: string) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'parameters', qualifier],
    queryFn: ({ signal }) =>
      request<{ parameters: ParametersSchema | null }>(functionPath(space, fn, 'parameters'), {
        query: { qualifier },
        signal,
      }),
    select: ({ parameters }) => parameters,
  })
