import { AlcoveError, DEBUG_MINUTES, DebugInfo, DebugQuery, hasDebugger, notFound } from '@alcove/contract'
import { beginDebugging, getInvocation } from '@alcove/platform'
import { runSession } from './run-session.ts'
import { resolve } from '../../invoke/resolve.ts'
import { route } from '../route.ts'

export const debugRoutes = [
  route({
    method: 'get',
    path: '/spaces/{space}/functions/{fn}/debug',
    action: 'functions:write',
    summary:
      'Debug a function, in an instance of its own: as a WebSocket (docs/debugging.md). A plain request asks whether one can',
    query: DebugQuery,
    fresh: 'records',
    answer: DebugInfo,
    run: async ({ deps, ctx, params, query, request, upgrade }) => {
      const { platform } = deps
      const found = platform.routes.find(ctx.space.name, params.fn)
      if (!found) throw notFound('function', params.fn)
      if (upgrade === undefined) return { supported: hasDebugger(found.draft.runtime), minutes: DEBUG_MINUTES }
      const invocation =
        query.invocation === undefined ? null : await getInvocation({ ctx, input: { id: query.invocation } })
      if (invocation !== null && invocation.function !== params.fn) throw notFound('invocation', query.invocation!)
      const qualifier = invocation === null ? query.qualifier : String(invocation.version ?? 'draft')
      const target = resolve(found, qualifier, Math.random())
      if ('code' in target) throw new AlcoveError(target.code, target.reason)
      const input = { fn: params.fn, version: target.version, invocation: query.invocation }
      const lease = await beginDebugging({ ctx, input })
      const socket = await upgrade()
      void runSession({ deps, ctx, lease, route: found, target, invocation, request, socket })
      return new Response(null, { status: 204 })
    },
  }),
]
