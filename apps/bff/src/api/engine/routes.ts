import { decide, EngineStatus } from '@alcove/contract'
import { functionsVisibleTo } from '@alcove/platform'
import { route } from '../route.ts'

export const engineRoutes = [
  route({
    method: 'get',
    path: '/engine',
    action: 'signedIn',
    keyNeeds: 'everySpace',
    summary: 'Read what functions run in here, and whether it is ready',
    answer: EngineStatus,
    async run({ deps, ctx }) {
      const info = deps.engine.info()
      const { clock, disk } = ctx.platform
      const isAdministrator = decide(ctx.actor, 'platform:admin', null, clock.now()).allowed
      const visible = await functionsVisibleTo(
        ctx,
        info.queues.map(({ functionId }) => functionId),
      )
      return {
        ...info,
        // The length of a queue reveals how busy a function is: show it only to those who may read the function.
        queues: info.queues.flatMap((queue) => {
          const route = visible.get(queue.functionId)
          return route ? [{ ...queue, space: route.space, function: route.function }] : []
        }),
        version: deps.version,
        startedAt: deps.startedAt.toISOString(),
        disk: isAdministrator ? { room: disk.room, since: new Date(disk.since).toISOString() } : null,
      }
    },
  }),
]
