import { asc, eq } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { sinks, spaces } from '../../database/schema/index.ts'
import { authorize } from '../../identity/access/authorize.ts'
import { insertEvents } from '../../kernel/events/insert-events.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'
import { sinksOf } from './sink-of.ts'

const DAY_MS = 86_400_000

/**
 * Publishes `alcove.sink.expiring` for each sink whose records are soon no longer kept, paused ones too. The event of a
 * sink has the same id all day, so that it counts once.
 */
export async function announceExpiring(platform: Platform): Promise<void> {
  const rows = await platform.db
    .select({ sink: sinks, space: spaces.name })
    .from(sinks)
    .innerJoin(spaces, eq(spaces.id, sinks.spaceId))
    .orderBy(asc(sinks.name))
  const asked: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'sinks' }, requestId: newId() }
  for (const [space, ofSpace] of Map.groupBy(rows, (row) => row.space)) {
    const ctx = await authorize({ ctx: asked, action: 'logs:read', space })
    const shown = await sinksOf(
      ctx,
      ofSpace.map(({ sink }) => sink),
    )
    const expiring = shown.filter((sink) => sink.expiring)
    if (expiring.length === 0) continue
    const now = platform.clock.now()
    await change(ctx, (ctx) =>
      insertEvents(
        ctx,
        ctx.space.id,
        expiring.map(({ name, state, lagSeconds, keptUntil }) => ({
          event: {
            specversion: '1.0',
            id: `expiring ${Math.floor(now / DAY_MS)}`,
            time: new Date(now).toISOString(),
            datacontenttype: 'application/json',
            source: `/spaces/${space}/sinks/${name}`,
            type: 'alcove.sink.expiring',
            data: { sink: name, state, lagSeconds, keptUntil },
          },
          publisher: 'alcove',
        })),
      ),
    )
  }
}
