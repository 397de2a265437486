import { DISK_ROOMS, type DiskRoom } from '@alcove/contract'
import { asc, gt } from 'drizzle-orm'
import { newId } from '../../database/ids.ts'
import { spaces } from '../../database/schema/index.ts'
import { insertEvents } from '../../kernel/events/insert-events.ts'
import { change } from '../../kernel/change.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Platform } from '../../kernel/platform.ts'

const HOUR_MS = 3600_000
const SPACES_AT_A_TIME = 100

/**
 * Publishes `alcove.disk.filling` in every space when a disk of this server has less room than before: what a space
 * wants to store is refused, or will be. Servers that share a disk, and a disk that goes back and forth, count once an
 * hour: then the event has the same id.
 */
export function diskAnnouncer(platform: Platform, host: string): () => Promise<void> {
  let told: DiskRoom = 'enough'
  return async () => {
    const { room } = platform.disk
    if (DISK_ROOMS.indexOf(room) > DISK_ROOMS.indexOf(told)) await publish(platform, room, host)
    told = room
  }
}

async function publish(platform: Platform, room: DiskRoom, host: string): Promise<void> {
  const now = platform.clock.now()
  const disk = platform.disk.disks.find((each) => each.room === room)
  const usedPercent = disk && disk.bytes > 0 ? Math.round(100 * (1 - disk.freeBytes / disk.bytes)) : null
  const event = {
    specversion: '1.0' as const,
    id: `${room} ${Math.floor(now / HOUR_MS)}`,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    source: '/disk',
    type: 'alcove.disk.filling',
    data: { step: room, usedPercent, server: host },
  }
  const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'disk' }, requestId: newId() }
  for (let after = ''; ;) {
    // oxlint-disable-next-line no-await-in-loop -- some spaces at a time
    const next = await platform.db
      .select({ id: spaces.id, name: spaces.name })
      .from(spaces)
      .where(gt(spaces.name, after))
      .orderBy(asc(spaces.name))
      .limit(SPACES_AT_A_TIME)
    if (next.length === 0) return
    // oxlint-disable-next-line no-await-in-loop -- some spaces at a time
    await change(ctx, async (ctx) => {
      for (const { id } of next) await insertEvents(ctx, id, [{ event, publisher: 'alcove' }])
    })
    after = next.at(-1)!.name
  }
}
