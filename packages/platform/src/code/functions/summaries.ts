import type { FunctionSummary } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { iso, isoOrNull, rowsOf } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { drafts, functions, invocations } from '../../database/schema/index.ts'
import { FAILURE_STATUSES } from '../../records/metrics/statuses.ts'
import { dayOf, readDays, type Day } from './last-day.ts'

type Draft = Omit<RawRow<typeof drafts>, 'function_id' | 'secrets' | 'build_key'>

export interface SummaryRow extends Omit<RawRow<typeof functions>, 'space_id'>, Draft {
  space: string
  latest_version: number | null
  latest_revision: string | null
  version_count: number
  aliases: { name: string; version: number; additional: { version: number; weight: number } | null }[]
  triggers: { name: string; type: string; enabled: boolean }[]
  last_invoked_at: string | null
  last_failure: Pick<RawRow<typeof invocations>, 'id' | 'status' | 'started_at' | 'summary'> | null
}

/**
 * Functions with everything that a list shows: one statement for the rows, two for their last day. `where` refers to a
 * function as `f`, and must limit it to spaces that the caller may read.
 */
export async function readSummaries(ctx: Ctx, where: SQL, limit: number) {
  const rows = await rowsOf<SummaryRow>(ctx.db, select(where, limit))
  const days = await readDays(
    ctx.db,
    rows.map((row) => row.id),
    ctx.platform.clock.now(),
  )
  return rows.map((row) => ({ row, summary: summaryOf(row, days.get(row.id) ?? dayOf(ctx.platform.clock.now())) }))
}

function select(where: SQL, limit: number): SQL {
  return sql`
    select f.id, s.name as space, f.name, f.description, f.right_sizing, f.created_at, f.updated_at, f.last_version,
      d.configuration, d.revision, d.code_hash, d.code_bytes, d.saved_at, d.saved_by,
      v.number as latest_version, v.revision as latest_revision,
      (select count(*)::int from versions where function_id = f.id) as version_count,
      (select coalesce(json_agg(json_build_object('name', a.name, 'version', a.version, 'additional',
          case when a.additional_version is not null
            then json_build_object('version', a.additional_version, 'weight', a.additional_weight) end) order by a.name), '[]')
        from aliases a where a.function_id = f.id) as aliases,
      (select coalesce(json_agg(json_build_object('name', t.name, 'type', t.type, 'enabled', t.enabled) order by t.name), '[]')
        from triggers t where t.function_id = f.id) as triggers,
      (select i.started_at from invocations i where i.function_id = f.id order by i.id desc limit 1) as last_invoked_at,
      (select json_build_object('id', i.id, 'status', i.status, 'started_at', i.started_at, 'summary', i.summary)
        from invocations i
        where i.function_id = f.id and i.status <> 'success' and i.status = any(${sql.param(FAILURE_STATUSES)}::text[])
        order by i.id desc limit 1) as last_failure
    from functions f
    join spaces s on s.id = f.space_id
    join drafts d on d.function_id = f.id
    left join lateral (select number, revision from versions where function_id = f.id order by number desc limit 1) v on true
    where ${where}
    order by f.name
    limit ${limit}`
}

function summaryOf(row: SummaryRow, day: Day): FunctionSummary {
  const { health, ...last24h } = day
  return {
    id: row.id,
    space: row.space,
    name: row.name,
    description: row.description,
    runtime: row.configuration.runtime,
    memoryMb: row.configuration.memoryMb,
    timeoutSeconds: row.configuration.timeoutSeconds,
    latestVersion: row.latest_version,
    aliases: row.aliases,
    triggers: row.triggers,
    health,
    last24h,
    lastFailure: row.last_failure && {
      at: iso(row.last_failure.started_at),
      status: row.last_failure.status,
      message: row.last_failure.summary,
      invocationId: row.last_failure.id,
    },
    lastInvokedAt: isoOrNull(row.last_invoked_at),
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
  }
}
