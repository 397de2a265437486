import type { Revision } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { iso, rowsOf, type Database } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { aliases, drafts, functions, spaces, triggers } from '../../database/schema/index.ts'
import type { StoredAccess } from '../../database/schema/index.ts'
import type { Sealer } from '../../kernel/sealer.ts'
import { openAccess } from './http-access.ts'
import type { OpenSecrets } from './open-secrets.ts'
import { callQuotas, NO_QUOTAS, type StoredCallQuota } from './call-quotas.ts'
import type { FunctionRoute, QuotaScope, RouteLogpoint, TriggerRoute } from './function-route.ts'

interface Code extends Pick<
  RawRow<typeof drafts>,
  'revision' | 'code_hash' | 'configuration' | 'secrets' | 'build_key'
> {
  layers: Revision['layers']
  build_output: string | null
  build_error: string | null
}

interface Row
  extends
    Pick<RawRow<typeof functions>, 'id' | 'name' | 'space_id' | 'quota' | 'quota_epoch'>,
    Pick<RawRow<typeof spaces>, 'visibility' | 'require_isolation' | 'egress' | 'storage_mb'> {
  space: string
  space_quota: RawRow<typeof spaces>['quota']
  space_quota_epoch: number
  space_spent_until: string | null
  draft: Code
  versions: (Code & { number: number })[]
  logpoints: RouteLogpoint[]
  aliases: Pick<RawRow<typeof aliases>, 'name' | 'version' | 'additional_version' | 'additional_weight'>[]
  triggers: (Pick<RawRow<typeof triggers>, 'id' | 'name' | 'type' | 'qualifier' | 'enabled' | 'config'> &
    StoredCallQuota)[]
}

/** Which functions to load: `all`, or some by their own id or their space's. */
export type Scope = 'all' | { functions: readonly string[]; spaces: readonly string[] }

/** What an instance is started from, of a draft or version `c`. The code of layers is found by their names. */
const CODE = sql`
  c.revision, c.code_hash, c.configuration, c.secrets, c.build_key, b.output_hash as build_output, b.error as build_error,
  case when c.configuration -> 'layers' = '[]' then '[]' else (
    select coalesce(json_agg(json_build_object('name', l.name, 'version', lv.number, 'codeHash', lv.code_hash)
        order by used.place), '[]')
    from jsonb_array_elements(c.configuration -> 'layers') with ordinality as used (layer, place)
    join layers l on l.space_id = f.space_id and l.name = used.layer ->> 'layer'
    join layer_versions lv on lv.layer_id = l.id and lv.number = (used.layer ->> 'version')::int
  ) end as layers`

/** One statement, so one snapshot: an alias never comes without the version it points at. */
export async function loadRoutes(
  db: Database,
  scope: Scope,
  sealer: Sealer,
  openSecrets: OpenSecrets,
): Promise<FunctionRoute[]> {
  const rows = await rowsOf<Row>(
    db,
    sql`
      select f.id, f.name, f.quota, f.quota_epoch, s.quota as space_quota, s.quota_epoch as space_quota_epoch,
        case when s.quota ->> 'spendPerMonth' is not null then (
          select max(u.resumes_at) from suspensions u where u.space_id = s.id and u."limit" = 'spendPerMonth'
            and u.resumed_at is null) end as space_spent_until,
        s.id as space_id, s.name as space, s.visibility, s.require_isolation, s.egress, s.storage_mb,
        (select to_json(code) from (
          select ${CODE} from drafts c left join builds b on b.key = c.build_key where c.function_id = f.id) code) as draft,
        (select coalesce(json_agg(code), '[]') from (
          select c.number, ${CODE} from versions c left join builds b on b.key = c.build_key
          where c.function_id = f.id) code) as versions,
        (select coalesce(json_agg(a), '[]') from aliases a where a.function_id = f.id) as aliases,
        (select coalesce(json_agg(t), '[]') from (
          select t.id, name, type, qualifier, enabled, case when type = 'http' then config end as config, q.quota, q.epoch
          from triggers t left join call_quotas q on q.scope_id = t.id where function_id = f.id) t) as triggers,
        (select coalesce(json_agg(p), '[]') from (
          select id, version, file, line, expression, condition, max_hits - hits as hits,
            (extract(epoch from expires_at) * 1000)::float8 as until
          from logpoints where function_id = f.id and ending is null and expires_at > now()) p) as logpoints
      from functions f join spaces s on s.id = f.space_id
      where ${within(scope)}`,
  )
  return rows.map((row) => routeOf(row, sealer, openSecrets))
}

function within(scope: Scope): SQL {
  if (scope === 'all') return sql`true`
  const functions = sql`f.id = any(${sql.param([...scope.functions])}::uuid[])`
  return sql`(${functions} or f.space_id = any(${sql.param([...scope.spaces])}::uuid[]))`
}

/** The same for most functions: the call path asks only whether it is empty. */
function quotasOf(row: Row): readonly QuotaScope[] {
  if (!row.space_quota && !row.quota) return NO_QUOTAS
  const of = { spaceId: row.space_id, space: row.space, part: null }
  const quotas: QuotaScope[] = []
  if (row.space_quota) {
    const spentUntil = row.space_spent_until === null ? 0 : Date.parse(iso(row.space_spent_until))
    const limits = row.space_quota
    quotas.push({ ...of, id: row.space_id, function: null, limits, epoch: row.space_quota_epoch, spentUntil })
  }
  if (row.quota) {
    quotas.push({ ...of, id: row.id, function: row.name, limits: row.quota, epoch: row.quota_epoch, spentUntil: 0 })
  }
  return quotas
}

function routeOf(row: Row, sealer: Sealer, openSecrets: OpenSecrets): FunctionRoute {
  const unreadable = new Set<string>()
  const secretsOf = (code: Code): Revision['secrets'] => {
    const opened = openSecrets(code.secrets)
    if (!opened) unreadable.add(code.revision)
    return opened ?? {}
  }
  const revisionOf = (code: Code): Revision => ({
    id: code.revision,
    spaceId: row.space_id,
    functionId: row.id,
    functionName: row.name,
    runtime: code.configuration.runtime,
    handler: code.configuration.handler,
    codeHash: code.code_hash,
    build: code.build_key === null ? null : { key: code.build_key, output: code.build_output, error: code.build_error },
    layers: code.layers,
    memoryMb: code.configuration.memoryMb,
    cpus: code.configuration.cpus,
    tmpMb: code.configuration.tmpMb,
    timeoutMs: code.configuration.timeoutSeconds * 1000,
    environment: code.configuration.environment,
    secrets: secretsOf(code),
    scaling: code.configuration.scaling,
    egress: row.egress,
    storageMb: row.storage_mb,
    requireIsolation: row.require_isolation,
    parameters: code.configuration.parameters,
  })
  const of = { spaceId: row.space_id, space: row.space, function: row.name }
  return {
    spaceId: row.space_id,
    space: row.space,
    visibility: row.visibility,
    requireIsolation: row.require_isolation,
    functionId: row.id,
    function: row.name,
    draft: revisionOf(row.draft),
    versions: new Map(row.versions.map((version) => [version.number, revisionOf(version)])),
    unreadable,
    aliases: new Map(
      row.aliases.map((alias) => [
        alias.name,
        {
          version: alias.version,
          ...(alias.additional_version !== null && {
            additional: { version: alias.additional_version, weight: alias.additional_weight! },
          }),
        },
      ]),
    ),
    triggers: new Map(
      row.triggers.map(({ id, name, type, qualifier, enabled, config, quota, epoch }) => [
        name,
        // A row's configuration is that of its type: put-trigger.ts writes both at once.
        {
          id,
          name,
          type,
          qualifier,
          enabled,
          quotas: callQuotas({ quota, epoch }, { id, ...of, part: { kind: 'trigger', name } }),
          config: type === 'http' ? openAccess(sealer, config as StoredAccess) : config,
        } as TriggerRoute,
      ]),
    ),
    logpoints: row.logpoints,
    quotas: quotasOf(row),
  }
}
