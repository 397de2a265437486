import { newId } from '../database/ids.ts'
import type { Changing } from '../kernel/context.ts'
import { insertEvents } from './insert-events.ts'
import type { PlatformEvent } from './new-event.ts'

/**
 * Puts what happened inside Alcove on the bus of a space, in the transaction in which it happens: once that is committed,
 * the triggers that listen for it start their functions. Costs one insert; matching comes after the commit.
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
