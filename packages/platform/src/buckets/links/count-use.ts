import { sql } from 'drizzle-orm'
import { objectLinks } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

/** Uses by link that are not stored yet. There while a statement stores others. */
const waiting = new WeakMap<Platform, Map<string, number>>()

/**
 * Counts a use of a link. It only informs people: the request neither waits for it nor fails with it. One statement runs
 * at a time, so that a link used a thousand times at once takes one connection and not all.
 */
export function countUse(platform: Platform, id: string): void {
  const uses = waiting.get(platform)
  if (uses) {
    uses.set(id, (uses.get(id) ?? 0) + 1)
    return
  }
  const first = new Map([[id, 1]])
  waiting.set(platform, first)
  void storeUses(platform, first)
}

async function storeUses(platform: Platform, first: Map<string, number>): Promise<void> {
  const { db, clock, log } = platform
  let uses = first
  do {
    const stored = uses
    uses = new Map()
    waiting.set(platform, uses)
    const ids = sql.param([...stored.keys()])
    const counts = sql.param([...stored.values()])
    try {
      // oxlint-disable-next-line no-await-in-loop -- one statement after the other
      await db.execute(sql`
        update ${objectLinks} set uses = uses + counted.n, last_used_at = ${new Date(clock.now())}
        from (select * from unnest(${ids}::uuid[], ${counts}::int[]) as u (id, n)) counted
        where object_links.id = counted.id`)
    } catch (error) {
      log({ level: 'warn', message: 'Uses of links are not counted', error })
    }
  } while (uses.size > 0)
  waiting.delete(platform)
}
