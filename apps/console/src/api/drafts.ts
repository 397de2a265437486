import type { Draft, Files } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { apiUrl, request, send } from './request.ts'

/** The editor decides when to read again: an automatic refetch would look like someone else's save. */
export const draftQuery = (space: string, fn: string) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'draft'],
    queryFn: ({ signal }) => request<Draft>(functionPath(space, fn, 'draft'), { signal }),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })

/** Rejects with PreconditionFailed when the draft's code is no longer `basedOn`. */
export const saveDraft = (space: string, fn: string, files: Files, basedOn: string) =>
  request<Draft>(functionPath(space, fn, 'draft'), {
    method: 'PUT',
    body: { files },
    headers: { 'if-match': `"${basedOn}"` },
  })

export async function uploadDraft(space: string, fn: string, archive: Blob, basedOn: string): Promise<Draft> {
  const response = await send(apiUrl(functionPath(space, fn, 'draft')), {
    method: 'PUT',
    body: archive,
    headers: { 'content-type': 'application/zip', 'if-match': `"${basedOn}"` },
  })
  return (await response.json()) as Draft
}

/** For a link: the browser downloads the zip on its own. */
export const draftArchiveUrl = (space: string, fn: string) => apiUrl(functionPath(space, fn, 'draft', 'archive'))
