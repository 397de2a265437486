import { notFound, type Route } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { iso, rowsOf } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { routes } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { etagOf } from '../../kernel/etag-of.ts'
import { withoutSecret } from '../../spaces/targets/http-access.ts'

const HOUR = 3600_000
const HOURS = 24

export interface RouteRow extends RawRow<typeof routes> {
  function: string | null
  traffic: { hour: number; calls: number; errors: number; refused: number }[]
}

/** Routes of the space by name, with their traffic of the last day. */
export async function readRoutes(ctx: SpaceCtx, where: SQL, limit: number): Promise<RouteRow[]> {
  const since = new Date(firstHour(ctx.platform.clock.now()) * HOUR).toISOString()
  return rowsOf<RouteRow>(
    ctx.db,
    sql`
      select r.*, f.name as function, coalesce(day.traffic, '[]') as traffic
      from routes r
      left join functions f on f.id = r.function_id
      left join lateral (
        select json_agg(json_build_object('hour', extract(epoch from hour)::bigint / 3600,
          'calls', calls, 'errors', errors, 'refused', refused)) as traffic
        from route_hours where route_id = r.id and hour >= ${since}
      ) day on true
      where r.space_id = ${ctx.space.id} and ${where}
      order by r.name
      limit ${limit}`,
  )
}

export async function readRoute(ctx: SpaceCtx, name: string): Promise<RouteRow> {
  const [row] = await readRoutes(ctx, sql`r.name = ${name}`, 1)
  if (!row) throw notFound('route', name)
  return row
}

/** What the audit keeps of a route: its settings without secrets. */
export function auditedRoute({ method, path, enabled, function: fn, qualifier, config }: RouteRow) {
  return { method, path, enabled, function: fn, qualifier, ...withoutSecret(config) }
}

/** Covers everything that can be edited. */
export const etagOfRoute = ({ method, path, enabled, function: fn, qualifier, config }: RouteRow): string =>
  etagOf([method, path, enabled, fn, qualifier, config])

export function routeOf(ctx: SpaceCtx, row: RouteRow): Route {
  return {
    id: row.id,
    name: row.name,
    method: row.method,
    path: row.path,
    enabled: row.enabled,
    ...(row.function !== null && { function: row.function }),
    qualifier: row.qualifier,
    ...withoutSecret(row.config),
    url: `${ctx.platform.gatewayOrigin}/gw/${ctx.space.name}${row.path}`,
    etag: etagOfRoute(row),
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    last24h: trafficOf(row, ctx.platform.clock.now()),
  }
}

function trafficOf({ traffic }: RouteRow, now: number): Route['last24h'] {
  const hours = Array.from({ length: HOURS }, () => 0)
  const errorHours = [...hours]
  const sum = { calls: 0, errors: 0, refused: 0 }
  for (const { hour, calls, errors, refused } of traffic) {
    const at = hour - firstHour(now)
    if (at in hours) {
      hours[at] = calls
      errorHours[at] = errors
    }
    sum.calls += calls
    sum.errors += errors
    sum.refused += refused
  }
  return { ...sum, hours, errorHours }
}

const firstHour = (now: number): number => Math.floor(now / HOUR) - HOURS + 1
