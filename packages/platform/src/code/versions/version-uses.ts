import type { VersionUse } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import type { SpaceCtx } from '../../kernel/context.ts'

interface Row extends VersionUse {
  version: number
}

/** What needs versions of a function, by their numbers. */
export async function versionUses(
  ctx: SpaceCtx,
  fn: { id: string; name: string },
): Promise<ReadonlyMap<number, VersionUse[]>> {
  const { id, name } = fn
  const numbered = sql.raw(`~ '^[1-9][0-9]*$'`)
  const rows = await rowsOf<Row>(
    ctx.db,
    sql`
      select version, 'alias' as kind, name from aliases where function_id = ${id}
      union all
      select additional_version, 'rollout', name from aliases where function_id = ${id} and additional_version is not null
      union all
      select before.version, 'rollback', a.name from aliases a cross join lateral (
        select m.version from alias_moves m
        where m.function_id = a.function_id and m.alias = a.name and m.at >= a.created_at and m.version <> a.version
        order by m.id desc limit 1) before
      where a.function_id = ${id}
      union all
      select qualifier::int, 'trigger', name from triggers where function_id = ${id} and qualifier ${numbered}
      union all
      select qualifier::int, 'route', name from routes where function_id = ${id} and qualifier ${numbered}
      union all
      select distinct (d.value ->> 'qualifier')::int, 'destination', f.name
      from functions f, jsonb_each(f.destinations) d
      where f.space_id = ${ctx.space.id} and d.value ->> 'type' = 'function' and d.value ->> 'function' = ${name}
        and d.value ->> 'qualifier' ${numbered}
      union all
      select qualifier::int, 'tasks', count(*)::text from tasks
      where space_id = ${ctx.space.id} and function_id = ${id} and state in ('queued', 'retrying', 'running')
        and qualifier ${numbered}
      group by qualifier`,
  )
  const uses = Map.groupBy(rows, ({ version }) => version)
  return new Map([...uses].map(([version, of]) => [version, of.map(({ kind, name }) => ({ kind, name }))]))
}
