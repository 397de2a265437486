import { matchesPattern, type TriggerPreviewOf } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { isDeepStrictEqual } from 'node:util'
import { iso, rowsOf } from '../../../database/connect.ts'
import { authorize } from '../../../identity/access/authorize.ts'
import type { SpaceCtx } from '../../../kernel/context.ts'
import type { StoredTrigger } from '../../stored-trigger.ts'
import type { KindOfTrigger } from '../kind.ts'
import { dispatchEvents } from './dispatch.ts'
import { sampleEvent } from './sample-event.ts'

const LOOKED_AT = 200
const SHOWN = 5

/** Events of the space, published by users, functions or Alcove itself. */
export const event: KindOfTrigger<'event'> = {
  async check(ctx, { config }, before) {
    if (!before || !isDeepStrictEqual(before.config.pattern, config.pattern)) await requireReadable(ctx)
  },
  show: async (_ctx, _fn, triggers) => triggers.map(() => ({})),
  preview: previewEvents,
  watch: dispatchEvents,
}

/** Events are handed to the function: whoever sets this up must be allowed to read those of the space. */
async function requireReadable(ctx: SpaceCtx): Promise<void> {
  await authorize({ ctx, action: 'logs:read', space: ctx.space.name })
}

/** The event is the last one that matches. */
async function previewEvents(
  ctx: SpaceCtx,
  fn: string,
  { config }: StoredTrigger<'event'>,
): Promise<Omit<TriggerPreviewOf<'event'>, 'type'>> {
  await requireReadable(ctx)
  const rows = await rowsOf<{
    id: string
    type: string
    source: string
    publisher: string
    event: string
    received_at: string
  }>(
    ctx.db,
    sql`
      select id, type, source, publisher, event, received_at from events where space_id = ${ctx.space.id}
      order by id desc limit ${LOOKED_AT}`,
  )
  const matched = rows.filter(({ event }) => matchesPattern(config.pattern, JSON.parse(event)))
  return {
    event: matched[0] ? JSON.parse(matched[0].event) : sampleEvent(config.pattern, ctx.platform.clock.now()),
    matched: matched.slice(0, SHOWN).map(({ id, type, source, received_at }) => ({
      eventId: id,
      type,
      source,
      receivedAt: iso(received_at),
    })),
    loop: matched.some(({ publisher }) => publisher === `function ${fn}`),
  }
}
