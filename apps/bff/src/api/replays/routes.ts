import { AlcoveError, notFound, PatchReplay, ReplayDetail, ReplayList, StartReplay } from '@alcove/contract'
import { getReplay, listReplays, patchReplay, startReplay } from '@alcove/platform'
import { resolve } from '../../invoke/resolve.ts'
import { route } from '../route.ts'

const OF_FUNCTION = '/spaces/{space}/functions/{fn}'

export const replayRoutes = [
  route({
    method: 'post',
    path: `${OF_FUNCTION}/replays`,
    action: 'functions:write',
    summary: 'Run recorded calls again, on the draft, a version or an alias, and compare them with their records',
    body: StartReplay,
    status: 202,
    answer: ReplayDetail,
    fresh: 'records',
    async run({ deps, ctx, params, body }) {
      const { network } = deps.engine.info()
      if (body.outgoing === 'blocked' && !network.available) {
        const message = `Outgoing calls cannot be blocked on this server: ${network.reason ?? 'functions have no network of their own'}. Allow them, or have its administrator mend that`
        throw new AlcoveError('Conflict', message)
      }
      const route = deps.platform.routes.find(ctx.space.name, params.fn)
      if (!route) throw notFound('function', params.fn)
      const target = resolve(route, body.qualifier, 0)
      if ('code' in target) throw new AlcoveError(target.code, target.reason)
      return startReplay({ ctx, input: { ...params, ...body, version: target.version } })
    },
  }),
  route({
    method: 'get',
    path: `${OF_FUNCTION}/replays`,
    action: 'logs:read',
    summary: 'List the replays of the last 30 days, newest first',
    answer: ReplayList,
    run: ({ ctx, params }) => listReplays({ ctx, input: params }),
  }),
  route({
    method: 'get',
    path: `${OF_FUNCTION}/replays/{replay}`,
    action: 'logs:read',
    summary: 'Read what differs in a replay, call by call',
    answer: ReplayDetail,
    run: ({ ctx, params }) => getReplay({ ctx, input: params }),
  }),
  route({
    method: 'patch',
    path: `${OF_FUNCTION}/replays/{replay}`,
    action: 'functions:write',
    summary: 'Compare again without some paths; nothing runs',
    body: PatchReplay,
    answer: ReplayDetail,
    run: ({ ctx, params, body }) => patchReplay({ ctx, input: { ...params, ...body } }),
  }),
]
