import { newId } from '../../database/ids.ts'
import type { Changing } from '../context.ts'
import { insertEvents } from './insert-events.ts'
import type { PlatformEvent } from './new-event.ts'

/**
 * Publishes what happened inside Alcove on the bus of a space, in the transaction in which it happens. Costs one
 * insert: after the commit, matching triggers start their functions.
 */
export async function publishEvents(ctx: Changing, spaceId: string, given: readonly PlatformEvent[]): Promise<void> {
  const now = new Date(ctx.platform.clock.now()).toISOString()
  await insertEvents(
    ctx,
    spaceId,
    given.map(({ cause, ...event }) => ({
      event: { specversion: '1.0', id: newId(), time: now, datacontenttype: 'application/json', ...event },
      publisher: 'alcove',
      ...(cause && { cause }),
    })),
  )
}
