import type { Layer, LayerVersion, Runtime } from '@alcove/contract'
import { apiUrl, request } from './request.ts'
import { spaceKey } from './spaces.ts'
import { listQuery } from './list.ts'

export const layersKey = (space: string) => [...spaceKey(space), 'layers'] as const

const layerPath = (space: string, ...rest: readonly (string | number)[]) => ['spaces', space, 'layers', ...rest]

export const layersQuery = (space: string) =>
  listQuery<Layer>({ key: [...layersKey(space), 'list'], path: layerPath(space) })

export const layerVersionsQuery = (space: string, layer: string) =>
  listQuery<LayerVersion>({
    key: [...layersKey(space), 'versions', layer],
    path: layerPath(space, layer, 'versions'),
  })

export interface LayerUpload {
  layer: string
  archive: Blob
  description: string
  /** Empty means every runtime. */
  runtimes: readonly Runtime[]
}

export const uploadLayerVersion = (space: string, { layer, archive, description, runtimes }: LayerUpload) =>
  request<LayerVersion>(layerPath(space, layer, 'versions'), {
    method: 'POST',
    body: archive,
    query: {
      description: description || undefined,
      compatibleRuntimes: runtimes.length > 0 ? runtimes.join(',') : undefined,
    },
  })

export const deleteLayer = (space: string, layer: string) =>
  request<void>(layerPath(space, layer), { method: 'DELETE' })

export const deleteLayerVersion = (space: string, layer: string, version: number) =>
  request<void>(layerPath(space, layer, 'versions', version), { method: 'DELETE' })

/** For a link: the browser downloads the zip on its own. */
export const layerArchiveUrl = (space: string, layer: string, version: number) =>
  apiUrl(layerPath(space, layer, 'versions', version, 'archive'))
