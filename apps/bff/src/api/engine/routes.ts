import { AlcoveError, EngineStatus, InstanceList, PageQuery, Uuid, type Instance } from '@alcove/contract'
import type { InstanceInfo } from '@alcove/engine'
import { authorize, type Ctx } from '@alcove/platform'
import { route } from '../route.ts'

export const engineRoutes = [
  route({
    method: 'get',
    path: '/engine',
    action: 'signedIn',
    summary: 'Read what functions run in here, and whether it is ready',
    answer: EngineStatus,
    run: async ({ deps }) => ({
      ...deps.engine.info(),
      version: deps.version,
      startedAt: deps.startedAt.toISOString(),
    }),
  }),
  route({
    method: 'get',
    path: '/instances',
    action: 'signedIn',
    summary: 'List the instances that run functions of yours now',
    query: PageQuery.extend({ cursor: Uuid.optional() }),
    answer: InstanceList,
    async run({ deps, ctx, query: { limit, cursor } }) {
      const running = deps.engine.instances().filter(({ id }) => cursor === undefined || id > cursor)
      running.sort((a, b) => (a.id < b.id ? -1 : 1))
      const seen: Instance[] = []
      for (const instance of running) {
        if (seen.length > limit) break
        // oxlint-disable-next-line no-await-in-loop -- answered from memory
        const shown = await visibleTo(ctx, instance)
        if (shown) seen.push(shown)
      }
      const items = seen.slice(0, limit)
      return { items, nextCursor: seen.length > limit ? items.at(-1)!.id : null }
    },
  }),
]

/** The instance with names for ids; null when it runs a function the caller may not see, or one deleted meanwhile. */
async function visibleTo(ctx: Ctx, instance: InstanceInfo): Promise<Instance | null> {
  const owner = ctx.platform.routes.byId(instance.functionId)
  if (!owner) return null
  try {
    await authorize({ ctx, action: 'functions:read', space: owner.space })
  } catch (error) {
    if (error instanceof AlcoveError && (error.code === 'NotFound' || error.code === 'Forbidden')) return null
    throw error
  }
  return {
    id: instance.id,
    space: owner.space,
    function: owner.function,
    revision: instance.revision,
    runtime: instance.runtime,
    state: instance.state,
    isolation: instance.isolation,
    invocations: instance.invocations,
    memoryMb: instance.memoryMb,
    startedAt: new Date(instance.startedAt).toISOString(),
    lastUsedAt: instance.lastUsedAt === null ? null : new Date(instance.lastUsedAt).toISOString(),
  }
}
