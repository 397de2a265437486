import type { Draft, DraftPlace, DraftPresence, DraftSave, Files, SavedDraft } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { functionKey, functionPath } from './functions.ts'
import { listQuery } from './list.ts'
import { onlyOver } from './only-over.ts'
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
    headers: onlyOver(basedOn),
  })

export async function uploadDraft(space: string, fn: string, archive: Blob, basedOn: string): Promise<Draft> {
  const response = await send(apiUrl(functionPath(space, fn, 'draft')), {
    method: 'PUT',
    body: archive,
    headers: { 'content-type': 'application/zip', ...onlyOver(basedOn) },
  })
  return (await response.json()) as Draft
}

/** For a link: the browser downloads the zip on its own. */
export const draftArchiveUrl = (space: string, fn: string) => apiUrl(functionPath(space, fn, 'draft', 'archive'))

/** The draft as it is now, and before it every state that a save of the last 30 days replaced. */
export const savesQuery = (space: string, fn: string) =>
  listQuery<DraftSave>({ key: [...functionKey(space, fn), 'saves'], path: functionPath(space, fn, 'draft', 'history') })

/** A state never changes. */
export const saveQuery = (space: string, fn: string, save: string) =>
  queryOptions({
    queryKey: [...functionKey(space, fn), 'save', save],
    queryFn: ({ signal }) => request<SavedDraft>(functionPath(space, fn, 'draft', 'history', save), { signal }),
    staleTime: Infinity,
  })

/** Rejects with PreconditionFailed when the draft's code is no longer `basedOn`. */
export const restoreSave = (space: string, fn: string, save: string, basedOn: string) =>
  request<Draft>(functionPath(space, fn, 'draft', 'history', save, 'restore'), {
    method: 'POST',
    headers: onlyOver(basedOn),
  })

/** The event is the body of a POST. */
export const runSaveUrl = (space: string, fn: string, save: string) =>
  apiUrl(functionPath(space, fn, 'draft', 'history', save, 'run'))

/** Says where this tab is in the draft; answers who else has it open. */
export const noteEditor = (space: string, fn: string, tab: string, place: DraftPlace) =>
  request<DraftPresence>(functionPath(space, fn, 'draft', 'editors', tab), { method: 'PUT', body: place })

/** Sent even while the page closes. */
export const forgetEditor = (space: string, fn: string, tab: string) =>
  send(apiUrl(functionPath(space, fn, 'draft', 'editors', tab)), { method: 'DELETE', keepalive: true })
