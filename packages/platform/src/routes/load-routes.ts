import type { FunctionConfiguration, HttpTriggerConfig, Revision, Visibility } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Database } from '../database/connect.ts'
import type { FunctionRoute } from './route-table.ts'

interface Code {
  revision: string
  code_hash: string
  configuration: FunctionConfiguration
}

interface Row {
  id: string
  name: string
  space_id: string
  space: string
  visibility: Visibility
  require_isolation: boolean
  draft: Code
  versions: (Code & { number: number })[]
  aliases: { name: string; version: number; additional_version: number | null; additional_weight: number | null }[]
  triggers: { id: string; name: string; type: 'http'; qualifier: string; enabled: boolean; config: HttpTriggerConfig }[]
}

/** Which functions to load: `all`, or some by their own id or their space's. */
export type Scope = 'all' | { functions: readonly string[]; spaces: readonly string[] }

/** One statement, so one snapshot: an alias never comes without the version it points at. */
export async function loadRoutes(db: Database, scope: Scope): Promise<FunctionRoute[]> {
  const wanted =
    scope === 'all'
      ? sql`true`
      : sql`(f.id = any(${sql.param([...scope.functions])}::uuid[]) or f.space_id = any(${sql.param([...scope.spaces])}::uuid[]))`
  const rows = await rowsOf<Row>(
    db,
    sql`
      select f.id, f.name, s.id as space_id, s.name as space, s.visibility, s.require_isolation,
        (select to_json(d) from drafts d where d.function_id = f.id) as draft,
        (select coalesce(json_agg(v), '[]') from versions v where v.function_id = f.id) as versions,
        (select coalesce(json_agg(a), '[]') from aliases a where a.function_id = f.id) as aliases,
        (select coalesce(json_agg(t), '[]') from triggers t where t.function_id = f.id) as triggers
      from functions f join spaces s on s.id = f.space_id
      where ${wanted}`,
  )
  return rows.map(routeOf)
}

function routeOf(row: Row): FunctionRoute {
  const revisionOf = (code: Code): Revision => ({
    id: code.revision,
    spaceId: row.space_id,
    functionId: row.id,
    runtime: code.configuration.runtime,
    handler: code.configuration.handler,
    codeHash: code.code_hash,
    memoryMb: code.configuration.memoryMb,
    timeoutMs: code.configuration.timeoutSeconds * 1000,
    environment: code.configuration.environment,
    requireIsolation: row.require_isolation,
  })
  return {
    spaceId: row.space_id,
    space: row.space,
    visibility: row.visibility,
    requireIsolation: row.require_isolation,
    functionId: row.id,
    function: row.name,
    draft: revisionOf(row.draft),
    versions: new Map(row.versions.map((version) => [version.number, revisionOf(version)])),
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
      row.triggers.map(({ id, name, type, qualifier, enabled, config }) => [
        name,
        { id, name, type, qualifier, enabled, config },
      ]),
    ),
  }
}
