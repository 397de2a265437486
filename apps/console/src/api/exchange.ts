import type { SpaceImport, Transfer, TransferFunction } from '@alcove/contract'
import { functionPath } from './functions.ts'
import { apiUrl, request } from './request.ts'

/** For a link: the browser downloads the zip on its own. */
export const spaceArchiveUrl = (space: string) => apiUrl(['spaces', space, 'export'])

/** One function with its configuration, versions, aliases, triggers and tests. */
export const functionArchiveUrl = (space: string, fn: string) => apiUrl(['spaces', space, 'export'], { function: fn })

interface Import {
  archive: Blob
  remove: boolean
  /** The fingerprint of the preview: only what it showed is done. Left out: a preview. */
  expected?: string | undefined
}

export const importSpace = (space: string, { archive, remove, expected }: Import) =>
  request<SpaceImport>(['spaces', space, 'import'], {
    method: 'POST',
    body: archive,
    query: { preview: expected === undefined, remove, expected },
  })

export const transferFunction = (space: string, fn: string, body: TransferFunction, preview: boolean) =>
  request<Transfer>(functionPath(space, fn, 'transfer'), { method: 'POST', body, query: { preview } })
