import type { Egress, RouteMethod } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Database } from '../../database/connect.ts'
import type { StoredRouteConfig } from '../../database/schema/index.ts'
import type { Log } from '../../kernel/log.ts'
import type { Sealer } from '../../kernel/sealer.ts'
import { callQuotas, type StoredCallQuota } from './call-quotas.ts'
import type { QuotaScope } from './function-route.ts'
import { openAccess, type HttpAccess } from './http-access.ts'
import { keepLoaded } from './keep-loaded.ts'

export interface GatewayRoute {
  readonly id: string
  readonly name: string
  readonly method: RouteMethod
  readonly path: string
  /** Null: `config` says what to answer, or the function is gone. */
  readonly functionId: string | null
  readonly qualifier: string
  readonly config: Omit<StoredRouteConfig, 'hmac'> & HttpAccess
  /** Its own; empty for most. */
  readonly quotas: readonly QuotaScope[]
}

/** The enabled routes of a space: an immutable snapshot, swapped whole. */
export interface SpaceGateway {
  readonly spaceId: string
  readonly space: string
  readonly egress: Egress
  readonly routes: readonly GatewayRoute[]
}

/** Who answers a host name. */
export interface Host {
  readonly spaceId: string
  readonly space: string
  /** Null: the routes of the space. */
  readonly trigger: { functionId: string; name: string } | null
}

export interface GatewayTable {
  find(space: string): SpaceGateway | undefined
  /** False in most installations: the gateway then ignores the Host of a request. */
  readonly hasHosts: boolean
  hostOf(name: string): Host | undefined
  /** Resolves once the table shows everything committed before the call. */
  refresh(spaceId: string): Promise<void>
  reload(): Promise<void>
  close(): void
}

declare module '../../kernel/platform.ts' {
  interface Platform {
    gateways: GatewayTable
  }
}

interface Row {
  id: string
  name: string
  egress: Egress
  routes: (StoredCallQuota & {
    id: string
    name: string
    method: RouteMethod
    path: string
    function_id: string | null
    qualifier: string
    config: StoredRouteConfig
  })[]
  hosts: { name: string; function_id: string | null; trigger: string | null }[]
}

/** Routes and host names of every space in memory. */
export function openGatewayTable(db: Database, sealer: Sealer, log: Log): GatewayTable {
  let bySpace = new Map<string, SpaceGateway>()
  let hosts = new Map<string, Host>()

  const loader = keepLoaded({
    what: 'The routes of the gateway',
    log,
    nothing: () => ({ all: false, spaces: new Set<string>() }),
    async load({ all, spaces }) {
      show(all ? null : spaces, await read(all ? null : [...spaces]))
    },
  })

  function read(spaces: string[] | null): Promise<Row[]> {
    const within = spaces === null ? sql`true` : sql`s.id = any(${sql.param(spaces)}::uuid[])`
    return rowsOf<Row>(
      db,
      sql`
        select s.id, s.name, s.egress,
          (select coalesce(json_agg(r), '[]') from (
            select r.id, name, method, path, function_id, qualifier, config, q.quota, q.epoch
            from routes r left join call_quotas q on q.scope_id = r.id
            where space_id = s.id and enabled) r) as routes,
          (select coalesce(json_agg(h), '[]') from (
            select h.name, t.function_id, t.name as trigger from host_names h left join triggers t on t.id = h.trigger_id
            where h.space_id = s.id) h) as hosts
        from spaces s where s.trashed_at is null and ${within}`,
    )
  }

  /** @param stale the spaces that were read; null: all */
  function show(stale: ReadonlySet<string> | null, rows: Row[]): void {
    const kept = <V extends { spaceId: string }>(map: Map<string, V>) =>
      stale === null ? [] : [...map].filter(([, { spaceId }]) => !stale.has(spaceId))
    const nextHosts = new Map(kept(hosts))
    const nextSpaces = new Map(kept(bySpace))
    for (const row of rows) {
      const at = { spaceId: row.id, space: row.name }
      if (row.routes.length > 0) {
        const routes = row.routes.map(({ function_id: functionId, config, quota, epoch, ...route }) => ({
          ...route,
          functionId,
          config: openAccess(sealer, config),
          quotas: callQuotas(
            { quota, epoch },
            { id: route.id, ...at, function: null, part: { kind: 'route', name: route.name } },
          ),
        }))
        nextSpaces.set(row.name, { ...at, egress: row.egress, routes })
      }
      for (const { name, function_id: functionId, trigger } of row.hosts) {
        nextHosts.set(name, { ...at, trigger: functionId === null ? null : { functionId, name: trigger! } })
      }
    }
    bySpace = nextSpaces
    hosts = nextHosts
  }

  return {
    find: (space) => bySpace.get(space),
    get hasHosts() {
      return hosts.size > 0
    },
    hostOf: (name) => hosts.get(name),
    refresh: (spaceId) => loader.refresh(({ spaces }) => spaces.add(spaceId)),
    reload: () => loader.refresh((stale) => (stale.all = true)),
    close: () => loader.close(),
  }
}
