import { sql } from 'drizzle-orm'
import type { Database } from '../../database/connect.ts'
import type { Log } from '../../kernel/log.ts'

const HOUR = 3600_000
const FLUSH_MS = 2_000

interface Counts {
  calls: number
  errors: number
  refused: number
}

/** By hour and route: a key of both would be a new string for each request. */
type Hours = Map<number, Map<string, Counts>>

/** Counts requests by route. Bounded: one entry for each route and hour, whatever the database does. */
export interface RouteTraffic {
  count(routeId: string, outcome: { now: number; error: boolean; refused: boolean }): void
  /** Whether everything counted before this call is stored. */
  flush(): Promise<boolean>
  close(): Promise<void>
}

declare module '../../kernel/platform.ts' {
  interface Platform {
    routeTraffic: RouteTraffic
  }
}

export function openRouteTraffic({ db, log }: { db: Database; log: Log }): RouteTraffic {
  let hours: Hours = new Map()
  let writing: Promise<boolean> | null = null

  /** What could not be written is added again and written with the next. */
  async function write(batch: Hours): Promise<boolean> {
    const rows = [...batch]
      .flatMap(([hour, routes]) => [...routes].map(([routeId, counts]) => ({ routeId, hour, ...counts })))
      .toSorted((a, b) => (a.routeId < b.routeId ? -1 : 1))
    try {
      await db.execute(sql`
        insert into route_hours (route_id, hour, calls, errors, refused)
        select n.* from unnest(
          ${sql.param(rows.map(({ routeId }) => routeId))}::uuid[],
          ${sql.param(rows.map(({ hour }) => new Date(hour * HOUR).toISOString()))}::timestamptz[],
          ${sql.param(rows.map(({ calls }) => calls))}::int[],
          ${sql.param(rows.map(({ errors }) => errors))}::int[],
          ${sql.param(rows.map(({ refused }) => refused))}::int[]
        ) as n (route_id, hour, calls, errors, refused)
        join routes r on r.id = n.route_id
        for key share of r
        on conflict (route_id, hour) do update set
          calls = route_hours.calls + excluded.calls,
          errors = route_hours.errors + excluded.errors,
          refused = route_hours.refused + excluded.refused`)
    } catch (error) {
      log({ level: 'warn', message: 'Traffic of routes cannot be stored; trying again', error })
      for (const row of rows) {
        const into = entry(row.routeId, row.hour)
        into.calls += row.calls
        into.errors += row.errors
        into.refused += row.refused
      }
      return false
    }
    return true
  }

  function entry(routeId: string, hour: number): Counts {
    let routes = hours.get(hour)
    if (!routes) hours.set(hour, (routes = new Map()))
    let counts = routes.get(routeId)
    if (!counts) routes.set(routeId, (counts = { calls: 0, errors: 0, refused: 0 }))
    return counts
  }

  async function flush(): Promise<boolean> {
    // oxlint-disable-next-line no-await-in-loop -- another flush may start the next write first
    while (writing) await writing
    if (hours.size === 0) return true
    const batch = hours
    hours = new Map()
    writing = write(batch).finally(() => (writing = null))
    return writing
  }

  const timer = setInterval(() => void flush(), FLUSH_MS)
  timer.unref()

  return {
    count(routeId, { now, error, refused }) {
      const into = entry(routeId, Math.floor(now / HOUR))
      into.calls += 1
      if (error) into.errors += 1
      if (refused) into.refused += 1
    },
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}
