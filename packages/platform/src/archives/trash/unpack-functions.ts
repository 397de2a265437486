import type { Restored } from '@alcove/contract'
import { inArray, sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { trash } from '../../database/schema/index.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { TASKS_QUEUED } from '../../jobs/tasks/signal.ts'
import { resumeReaders, returnToSources } from '../../triggers/kinds/log/follow-source.ts'
import { PACKED_TABLES } from './packed-tables.ts'
import { startTriggers } from './start-triggers.ts'

/**
 * Brings functions of the context's space back from the trash, with the ids they had. Triggers run again from now on: what
 * was due while it lay in the trash does not run. Triggers that lack something come back paused.
 * @param name another name, for a single one
 */
export async function unpackFunctions(
  ctx: Changing<SpaceCtx>,
  { ids, name }: { ids: readonly string[]; name?: string | undefined },
): Promise<Restored['paused']> {
  if (ids.length === 0) return []
  for (const table of PACKED_TABLES) {
    // oxlint-disable-next-line no-await-in-loop -- each refers to those before it
    await insertRows(ctx, table, ids, name)
  }
  const these = sql.param([...ids])
  await ctx.db.execute(sql`
    update routes r set function_id = t.id from trash t
    where t.id = any(${these}::uuid[]) and r.id = any(t.route_ids) and r.space_id = t.space_id
      and r.function_id is null and not r.config ?| array['redirect', 'answer']`)
  // Attempts that ended in the meantime could not say so.
  await ctx.db.execute(sql`
    update tasks set state = 'queued', owner = null, run_at = now()
    where function_id = any(${these}::uuid[]) and state = 'running'`)
  await resumeReaders(ctx, ids)
  const paused = await returnToSources(ctx, ids)
  await ctx.db.delete(trash).where(inArray(trash.id, [...ids]))
  ctx.change.jobQueued(TASKS_QUEUED)
  return [...paused, ...(await startTriggers(ctx, ids))]
}

type PackedTable = (typeof PACKED_TABLES)[number]

/** Columns that came with an upgrade since then get their defaults. */
async function insertRows(
  ctx: Changing<SpaceCtx>,
  { name: table, columns }: PackedTable,
  ids: readonly string[],
  name: string | undefined,
): Promise<void> {
  const these = sql.param([...ids])
  const kept = await rowsOf<{ key: string }>(
    ctx.db,
    sql`
      select distinct json_object_keys(row) as key
      from trash t, json_array_elements(t.rows -> ${table}) row where t.id = any(${these}::uuid[])`,
  )
  const known = columns.filter((column) => kept.some(({ key }) => key === column))
  if (known.length === 0) return
  const list = sql.raw(known.map((column) => `"${column}"`).join(', '))
  const values = sql.join(
    known.map((column) =>
      table === 'functions' && column === 'name' && name !== undefined ? sql`${name}` : sql.raw(`r."${column}"`),
    ),
    sql.raw(', '),
  )
  // Accounts and groups may be gone.
  const where =
    table === 'grants'
      ? sql`(r.account_id is null or exists (select from accounts a where a.id = r.account_id))
          and (r.group_id is null or exists (select from groups g where g.id = r.group_id))`
      : sql`true`
  await ctx.db.execute(sql`
    insert into ${sql.identifier(table)} (${list})
    select ${values} from trash t, json_populate_recordset(null::${sql.identifier(table)}, t.rows -> ${table}) r
    where t.id = any(${these}::uuid[]) and ${where}`)
}
