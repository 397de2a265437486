import type { AlcoveServer, PlatformHealth } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { iso, rowsOf } from '../../database/connect.ts'
import type { servers } from '../../database/schema/index.ts'
import { authorizePlatform } from '../../identity/access/authorize-platform.ts'
import { verb, type Ctx } from '../../kernel/context.ts'
import { readQueues } from './read-queues.ts'
import { readStored } from './read-stored.ts'

/** How the installation is: its servers, the database, queues, and what fills the disks. */
export const getPlatformHealth = verb(async ({ ctx }: { ctx: Ctx; input: object }): Promise<PlatformHealth> => {
  authorizePlatform({ ctx, action: 'platform:admin' })
  const database = await readDatabase(ctx)
  return ctx.platform.searches.run(ctx, async (db) => {
    const all = await readServers(ctx)
    return {
      servers: all,
      database,
      queues: await readQueues(db),
      ...(await readStored(
        db,
        all.reduce((sum, { disk }) => sum + disk.spaceFilesBytes, 0),
      )),
    }
  })
})

type ServerRow = Omit<typeof servers.$inferSelect, 'startedAt' | 'seenAt'> & {
  startedAt: string
  seenAt: string
  alive: boolean
}

async function readServers({ db }: Ctx): Promise<AlcoveServer[]> {
  const rows = await rowsOf<ServerRow>(
    db,
    sql`
      select id, host, version, started_at as "startedAt", seen_at as "seenAt", facts,
        seen_at > now() - interval '20 seconds' as alive
      from servers order by host, started_at desc limit 200`,
  )
  return rows.map(({ facts, startedAt, seenAt, ...row }) => ({
    ...row,
    ...facts,
    startedAt: iso(startedAt),
    seenAt: iso(seenAt),
  }))
}

async function readDatabase({ db }: Ctx): Promise<PlatformHealth['database']> {
  const started = performance.now()
  await db.execute(sql`select 1`)
  const latencyMs = performance.now() - started
  const [row] = await rowsOf<{ version: string; bytes: string; used: number; max: number }>(
    db,
    sql`
      select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
        (select count(*)::int from pg_stat_activity where datname = current_database()) as used,
        current_setting('max_connections')::int as max`,
  )
  const { version, bytes, used, max } = row!
  return { version, latencyMs: Math.round(latencyMs * 100) / 100, bytes: Number(bytes), connections: { used, max } }
}
