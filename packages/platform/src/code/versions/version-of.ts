import { INVOCATION_STATUSES, notFound, type Version } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { iso, rowsOf } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { versions } from '../../database/schema/index.ts'
import { countOf, FAILURE_STATUSES } from '../../records/metrics/statuses.ts'

export interface VersionRow extends RawRow<typeof versions> {
  aliases: Version['aliases']
  invocations: number
  failures: number
}

/** Versions of one function, newest first, with the aliases that point at them and their last day. */
export async function readVersions(ctx: Ctx, functionId: string, where: SQL, limit: number): Promise<VersionRow[]> {
  const since = new Date(ctx.platform.clock.now() - 24 * 3600_000).toISOString()
  return rowsOf<VersionRow>(
    ctx.db,
    sql`
      select v.*, coalesce(day.invocations, 0)::int as invocations, coalesce(day.failures, 0)::int as failures,
        (select coalesce(json_agg(json_build_object('name', a.name, 'weight', case
            when a.additional_version = v.number then a.additional_weight
            else 1 - coalesce(a.additional_weight, 0) end) order by a.name), '[]')
          from aliases a where a.function_id = v.function_id and v.number in (a.version, a.additional_version)) as aliases
      from versions v
      left join (
        select m.version, sum(${countOf(INVOCATION_STATUSES)}) as invocations, sum(${countOf(FAILURE_STATUSES)}) as failures
        from metric_minutes m
        where m.function_id = ${functionId} and m.minute >= ${since}
        group by 1
      ) day on day.version = v.number
      where v.function_id = ${functionId} and ${where}
      order by v.number desc
      limit ${limit}`,
  )
}

export async function readVersion(ctx: Ctx, functionId: string, number: number): Promise<VersionRow> {
  const [row] = await readVersions(ctx, functionId, sql`v.number = ${number}`, 1)
  if (!row) throw notFound('version', String(number))
  return row
}

export function versionOf(row: VersionRow): Version {
  return {
    version: row.number,
    description: row.description,
    revision: row.revision,
    codeHash: row.code_hash,
    codeBytes: row.code_bytes,
    configuration: row.configuration,
    aliases: row.aliases,
    publishedAt: iso(row.published_at),
    publishedBy: row.published_by,
    last24h: { invocations: row.invocations, failures: row.failures },
  }
}
