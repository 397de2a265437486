import { notFound, type LayerVersion } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import type { SpaceCtx } from '../../kernel/context.ts'
import { iso, rowsOf } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { layerVersions } from '../../database/schema/index.ts'

export interface LayerVersionRow extends Omit<RawRow<typeof layerVersions>, 'layer_id'> {
  layer: string
  used_by: LayerVersion['usedBy']
}

/** Versions `lv` of layers `l` in the authorised space, with what uses them. */
export async function readLayerVersions(
  ctx: SpaceCtx,
  where: SQL,
  { order, limit }: { order: SQL; limit: number },
): Promise<LayerVersionRow[]> {
  return rowsOf<LayerVersionRow>(
    ctx.db,
    sql`
      select l.name as layer, lv.number, lv.description, lv.compatible_runtimes, lv.code_hash, lv.bytes, lv.created_at,
        lv.created_by, ${usedBy(sql`jsonb_build_array(jsonb_build_object('layer', l.name, 'version', lv.number))`)} as used_by
      from layer_versions lv join layers l on l.id = lv.layer_id
      where l.space_id = ${ctx.space.id} and ${where}
      order by ${order} limit ${limit}`,
  )
}

/** Drafts and versions in the space of `l` whose layers contain this array. */
export function usedBy(layers: SQL): SQL {
  return sql`(
    select coalesce(json_agg(json_build_object('function', used.name, 'version', used.number)
        order by used.name, used.number nulls first), '[]')
    from (
      select f.name, null::int as number from drafts c join functions f on f.id = c.function_id
      where f.space_id = l.space_id and c.configuration -> 'layers' @> ${layers}
      union all
      select f.name, c.number from versions c join functions f on f.id = c.function_id
      where f.space_id = l.space_id and c.configuration -> 'layers' @> ${layers}
    ) used)`
}

export async function readLayerVersion(ctx: SpaceCtx, layer: string, version: number): Promise<LayerVersionRow> {
  const where = sql`l.name = ${layer} and lv.number = ${version}`
  const [row] = await readLayerVersions(ctx, where, { order: sql`lv.number`, limit: 1 })
  if (!row) throw notFound('layer version', `${layer} v${version}`)
  return row
}

export function layerVersionOf(row: LayerVersionRow): LayerVersion {
  return {
    layer: row.layer,
    version: row.number,
    description: row.description,
    compatibleRuntimes: row.compatible_runtimes,
    codeHash: row.code_hash,
    bytes: Number(row.bytes),
    usedBy: row.used_by,
    createdAt: iso(row.created_at),
    createdBy: row.created_by,
  }
}
