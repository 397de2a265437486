import type { Destination, FlowLink, FunctionFlow } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { isoOrNull, rowsOf } from '../database/connect.ts'
import type { StoredDestinations } from '../database/schema/index.ts'
import { authorize } from '../identity/access/authorize.ts'
import { firstIdAt } from '../database/ids.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { findFunction } from '../spaces/find-function.ts'

const DAY_MS = 86_400_000
/** Looks through this many of the newest calls. */
const CALLS_MAX = 2_000
const SHOWN = 50

type Row = Omit<FlowLink, 'lastAt'> & { lastAt: string | null }

/** What starts a function and what it calls or writes to: as configured, and as seen in the last day. */
export const getFunctionFlow = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<FunctionFlow> => {
    const fn = await findFunction(ctx, input.fn)
    const since = firstIdAt(ctx.platform.clock.now() - DAY_MS)
    const links = async (query: SQL): Promise<FlowLink[]> =>
      (await rowsOf<Row>(ctx.db, sql`${query} limit ${SHOWN}`)).map((row) => ({
        ...row,
        lastAt: isoOrNull(row.lastAt),
      }))
    // A caller who may see only this function must not learn the names of others.
    const seesAll = await authorize({ ctx, action: 'functions:read', space: ctx.space.name }).then(
      () => true,
      () => false,
    )
    if (!seesAll) return { fedBy: await links(triggersOf(fn.id, since)), feeds: [] }
    const fedBy = [
      ...(await links(triggersOf(fn.id, since))),
      ...(await links(routesTo(fn.id, new Date(ctx.platform.clock.now() - DAY_MS)))),
      ...(await links(calls(ctx, since, sql`and i.function_id = ${fn.id}`, 'caller'))),
      ...(await links(destinationsTo(ctx, fn.name))),
    ]
    const feeds = [
      ...(await links(calls(ctx, since, sql`and i.caller = ${`function ${fn.name}`}`, 'called'))),
      ...destinationsOf(fn.destinations),
      ...(await links(eventsOf(ctx, fn.name, since))),
      ...(await links(logTriggersOf(ctx, fn.name, since))),
    ]
    return { fedBy, feeds }
  },
)

const triggersOf = (functionId: string, since: string) => sql`
  select 'trigger' as kind, t.name, t.type as detail, coalesce(sum(m.invocations), 0)::int as count, max(m.last_at) as "lastAt"
  from triggers t left join trigger_minutes m on m.function_id = t.function_id and m.trigger_name = t.name
    and m.minute >= to_timestamp(('x' || substr(replace(${since}::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)
  where t.function_id = ${functionId} group by t.id order by t.name`

const routesTo = (functionId: string, since: Date) => sql`
  select 'route' as kind, r.name, r.method || ' ' || r.path as detail, coalesce(sum(h.calls), 0)::int as count, null as "lastAt"
  from routes r left join route_hours h on h.route_id = r.id and h.hour > ${since.toISOString()}
  where r.function_id = ${functionId} group by r.id order by r.name`

/** Selects the newest calls between functions that match. */
const calls = (ctx: SpaceCtx, since: string, which: SQL, named: 'caller' | 'called') => sql`
  select 'call' as kind, c.name, 'function' as detail, count(*)::int as count, max(c.started_at) as "lastAt"
  from (
    select ${named === 'caller' ? sql`substr(i.caller, 10)` : sql`f.name`} as name, i.started_at
    from (
      select * from invocations i where i.space_id = ${ctx.space.id} and i.id >= ${since} and i.trigger = 'function'
        ${named === 'caller' ? which : sql``}
      order by i.id desc limit ${CALLS_MAX}
    ) i join functions f on f.id = i.function_id
    where i.caller like 'function %' ${which}
  ) c group by c.name order by count desc, c.name`

const destinationsTo = (ctx: SpaceCtx, name: string) => sql`
  select 'destination' as kind, f.name, 'function' as detail, 0 as count, null as "lastAt"
  from functions f cross join lateral jsonb_each(f.destinations) as d (key, value)
  where f.space_id = ${ctx.space.id} and d.value ->> 'type' = 'function' and d.value ->> 'function' = ${name}
  order by f.name`

const eventsOf = (ctx: SpaceCtx, name: string, since: string) => sql`
  select 'event' as kind, e.type as name, 'event' as detail, count(*)::int as count, max(e.received_at) as "lastAt"
  from events e where e.space_id = ${ctx.space.id} and e.id >= ${since} and e.publisher = ${`function ${name}`}
  group by e.type order by count desc, e.type`

const logTriggersOf = (ctx: SpaceCtx, name: string, since: string) => sql`
  select 'log' as kind, t.name, f.name as detail, (
    select count(*)::int from firings where trigger_id = t.id and id >= ${since}) as count, (
    select max(at) from firings where trigger_id = t.id and id >= ${since}) as "lastAt"
  from triggers t join functions f on f.id = t.function_id
  where f.space_id = ${ctx.space.id} and t.type = 'log' and t.config ->> 'function' = ${name}
  order by f.name, t.name`

function destinationsOf(destinations: StoredDestinations): FlowLink[] {
  const given: (Destination | undefined)[] = [destinations.onSuccess, destinations.onFailure]
  return given.flatMap((destination): FlowLink[] =>
    destination
      ? [{ kind: 'destination', name: nameOf(destination), detail: destination.type, count: 0, lastAt: null }]
      : [],
  )
}

function nameOf(destination: Destination): string {
  switch (destination.type) {
    case 'function':
      return destination.function
    case 'bucket':
      return `${destination.bucket}/${destination.prefix}`
    case 'webhook':
      return new URL(destination.url).host
  }
}
