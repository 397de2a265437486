import { CreateLayerVersion, LayerList, LayerVersion, LayerVersionList, LIMITS, PageQuery } from '@alcove/contract'
import {
  createLayerVersion,
  deleteLayer,
  deleteLayerVersion,
  getLayerArchive,
  getLayerVersion,
  listLayers,
  listLayerVersions,
} from '@alcove/platform'
import { archiveResponse } from '../archive.ts'
import { BASE } from '../../http/paths.ts'
import { route } from '../route.ts'

export const layerRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/layers',
    action: 'functions:read',
    summary: 'List layers, each with its latest version',
    query: PageQuery,
    answer: LayerList,
    run: ({ ctx, query }) => listLayers({ ctx, input: query }),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/layers/{layer}',
    action: 'functions:write',
    summary: 'Delete a layer that nothing uses, with its versions',
    status: 204,
    run: ({ ctx, params }) => deleteLayer({ ctx, input: params }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/layers/{layer}/versions',
    action: 'functions:write',
    summary: 'Upload the next version of a layer as a zip; the layer is made if there is none of that name',
    query: CreateLayerVersion,
    bytes: { types: ['application/zip'], limit: LIMITS.packageBytes },
    status: 201,
    answer: LayerVersion,
    idempotent: 'create',
    headers: ({ version }, { space, layer }) => ({
      Location: `${BASE}/spaces/${space}/layers/${layer}/versions/${version}`,
    }),
    run: ({ ctx, params, query, bytes }) =>
      createLayerVersion({ ctx, input: { layer: params.layer, ...query, archive: bytes } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/layers/{layer}/versions',
    action: 'functions:read',
    summary: 'List the versions of a layer, newest first, with who uses them',
    query: PageQuery,
    answer: LayerVersionList,
    run: ({ ctx, params, query }) => listLayerVersions({ ctx, input: { layer: params.layer, ...query } }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/layers/{layer}/versions/{version}',
    action: 'functions:read',
    summary: 'Read a version of a layer',
    answer: LayerVersion,
    run: ({ ctx, params }) => getLayerVersion({ ctx, input: params }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/layers/{layer}/versions/{version}/archive',
    action: 'functions:read',
    summary: 'Download a version of a layer as a zip',
    answerType: 'application/zip',
    run: async ({ ctx, params }) =>
      archiveResponse(await getLayerArchive({ ctx, input: params }), `${params.layer}-v${params.version}`),
  }),
  route({
    method: 'delete',
    path: '/spaces/{space}/layers/{layer}/versions/{version}',
    action: 'functions:write',
    summary: 'Delete a version of a layer that no draft and no version uses',
    status: 204,
    run: ({ ctx, params }) => deleteLayerVersion({ ctx, input: params }),
  }),
]
