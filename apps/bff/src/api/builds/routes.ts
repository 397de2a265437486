import { BuildTypes, BuildTypesQuery, DraftBuild } from '@alcove/contract'
import { getBuild, getBuildTypes, retryBuild } from '@alcove/platform'
import { route } from '../route.ts'
import { followLog } from './follow-log.ts'

export const buildRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/build',
    action: 'functions:read',
    summary: 'Read the build of the draft with its log; null when its code needs none',
    answer: DraftBuild,
    run: ({ ctx, params }) => getBuild({ ctx, input: params }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/build/types',
    action: 'functions:read',
    summary: 'Read the type declarations of the npm packages that the draft’s build installed',
    query: BuildTypesQuery,
    answer: BuildTypes,
    run: ({ ctx, params, query }) => getBuildTypes({ ctx, input: { ...params, ...query } }),
  }),
  route({
    method: 'post',
    path: '/spaces/{space}/functions/{fn}/build',
    action: 'functions:write',
    summary: 'Build the draft again after its build failed',
    answer: DraftBuild,
    run: ({ ctx, params }) => retryBuild({ ctx, input: params }),
  }),
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/build/log',
    action: 'functions:read',
    summary:
      'Follow the log of the draft’s build as server-sent events: "log" with { text }, then "end" with the build',
    answerType: 'text/event-stream',
    run: async ({ deps, ctx, params, request }) => followLog({ deps, ctx, fn: params.fn, request }),
  }),
]
