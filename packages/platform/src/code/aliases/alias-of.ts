import { notFound, type Alias } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { iso, rowsOf } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { aliases, aliasMoves } from '../../database/schema/index.ts'

export interface AliasRow extends RawRow<typeof aliases> {
  used_by: string[]
  history: RawRow<typeof aliasMoves>[]
}

type Target = Pick<AliasRow, 'additional_version' | 'additional_weight'>

const HISTORY = 20

/** Aliases of a function by name, with the triggers pinned to them and their latest moves. */
export async function readAliases(ctx: Ctx, functionId: string, where: SQL, limit: number): Promise<AliasRow[]> {
  return rowsOf<AliasRow>(
    ctx.db,
    sql`
      select a.*,
        (select coalesce(json_agg(t.name order by t.name), '[]') from triggers t
          where t.function_id = a.function_id and t.qualifier = a.name) as used_by,
        (select coalesce(json_agg(to_json(m) order by m.id desc), '[]') from
          (select * from alias_moves where function_id = a.function_id and alias = a.name and at >= a.created_at
            order by id desc limit ${HISTORY}) m) as history
      from aliases a
      where a.function_id = ${functionId} and ${where}
      order by a.name
      limit ${limit}`,
  )
}

export async function readAlias(ctx: Ctx, functionId: string, name: string): Promise<AliasRow> {
  const [row] = await readAliases(ctx, functionId, sql`a.name = ${name}`, 1)
  if (!row) throw notFound('alias', name)
  return row
}

export function aliasOf(row: AliasRow): Alias {
  return {
    name: row.name,
    version: row.version,
    additional: additionalOf(row),
    description: row.description,
    protected: row.protected,
    etag: row.move_id,
    usedBy: row.used_by,
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    updatedBy: row.updated_by,
    history: row.history.map((move) => ({
      id: move.id,
      version: move.version,
      additional: additionalOf(move),
      at: iso(move.at),
      by: move.by,
      reason: move.reason,
    })),
  }
}

export function additionalOf({ additional_version: version, additional_weight: weight }: Target): Alias['additional'] {
  return version === null || weight === null ? null : { version, weight }
}
