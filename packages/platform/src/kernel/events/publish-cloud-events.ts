import { AlcoveError, PLATFORM_EVENT_PREFIX, type CloudEvent, type PublishedEvents } from '@alcove/contract'
import { change } from '../change.ts'
import { nameOf } from '../actor.ts'
import type { Cause } from '../cause.ts'
import { verb, type SpaceCtx } from '../context.ts'
import { requireRoom } from '../require-room.ts'
import { insertEvents } from './insert-events.ts'

interface PublishInput {
  events: readonly CloudEvent[]
  /** The call of a function that publishes them. */
  cause?: Cause | undefined
}

/** Publishes events of users, all or none. Committed when it resolves. */
export const publishCloudEvents = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PublishInput }): Promise<PublishedEvents> => {
    requireRoom(ctx.platform)
    refusePlatformTypes(input.events)
    const publisher = nameOf(ctx.actor)
    return change(ctx, async (ctx) => ({
      events: await insertEvents(
        ctx,
        ctx.space.id,
        input.events.map((event) => ({ event, publisher, ...(input.cause && { cause: input.cause }) })),
      ),
    }))
  },
)

/** Only Alcove publishes its own types, so listeners can trust them. @throws {AlcoveError} ValidationFailed */
export function refusePlatformTypes(events: readonly CloudEvent[]): void {
  const at = events.findIndex(({ type }) => type.startsWith(PLATFORM_EVENT_PREFIX))
  if (at === -1) return
  const message = `Types that begin with "${PLATFORM_EVENT_PREFIX}" are Alcove's own: choose another one`
  const path = events.length === 1 ? 'type' : `${at}.type`
  throw new AlcoveError('ValidationFailed', message, { errors: [{ path, message }] })
}
