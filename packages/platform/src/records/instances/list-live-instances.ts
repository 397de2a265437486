import { AlcoveError, type Instance, type InstanceRecord, type Page, type PageQuery } from '@alcove/contract'
import { authorize } from '../../identity/access/authorize.ts'
import { requireActor } from '../../identity/access/require-actor.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { pageFrom } from '../../database/cursor.ts'
import { instanceOf } from './instance-of.ts'
import { cursorOf, following, placeOf } from './newest-first.ts'

type ListLiveInstancesInput = PageQuery & { live: readonly InstanceRecord[] }

/** Running instances of the functions that the caller may see, newest first. */
export const listLiveInstances = verb(
  async ({ ctx, input }: { ctx: Ctx; input: ListLiveInstancesInput }): Promise<Page<Instance>> => {
    requireActor(ctx.actor)
    const visible = await functionsVisibleTo(
      ctx,
      input.live.map(({ functionId }) => functionId),
    )
    const shown = following(
      input.live.filter(({ functionId }) => visible.has(functionId)),
      placeOf(input.cursor),
    )
    return pageFrom(shown.slice(0, input.limit + 1), input.limit, cursorOf, (record) =>
      instanceOf(visible.get(record.functionId)!, record),
    )
  },
)

/** The routes of those functions that the caller may read, by id. */
export async function functionsVisibleTo(ctx: Ctx, functionIds: readonly string[]) {
  const { routes } = ctx.platform
  const known = [...new Set(functionIds)].map((id) => routes.byId(id)).filter((route) => route !== undefined)
  const readable = new Map<string, boolean>()
  for (const { space, functionId, function: fn } of known) {
    // oxlint-disable-next-line no-await-in-loop -- answered from memory
    readable.set(functionId, await mayRead(ctx, space, fn))
  }
  return new Map(known.filter(({ functionId }) => readable.get(functionId)).map((route) => [route.functionId, route]))
}

async function mayRead(ctx: Ctx, space: string, fn: string): Promise<boolean> {
  try {
    await authorize({ ctx, action: 'functions:read', space, fn })
    return true
  } catch (error) {
    if (error instanceof AlcoveError && (error.code === 'NotFound' || error.code === 'Forbidden')) return false
    throw error
  }
}
