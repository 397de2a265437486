import type { Layer, Page, PageQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { iso, rowsOf } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { layers } from '../../database/schema/index.ts'
import { BY_NAME, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { layerVersionOf, readLayerVersions } from './layer-versions.ts'

interface Row extends Pick<RawRow<typeof layers>, 'id' | 'name' | 'created_at'> {
  latest: number | null
  versions: number
}

/** Layers of the space by name, each with its latest version. */
export const listLayers = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery }): Promise<Page<Layer>> => {
  const after = decodeCursor(input.cursor, BY_NAME)
  const rows = await rowsOf<Row>(
    ctx.db,
    sql`
        select l.id, l.name, max(lv.number) as latest, count(lv.number)::int as versions, l.created_at
        from layers l left join layer_versions lv on lv.layer_id = l.id
        where l.space_id = ${ctx.space.id} and ${after === null ? sql`true` : sql`l.name > ${after}`}
        group by l.id order by l.name limit ${input.limit + 1}`,
  )
  const latest = await readLayerVersions(
    ctx,
    sql`(lv.layer_id, lv.number) in (
        select layer_id, max(number) from layer_versions
        where layer_id = any(${sql.param(rows.map(({ id }) => id))}::uuid[]) group by 1)`,
    { order: sql`l.name`, limit: rows.length },
  )
  const byName = new Map(latest.map((row) => [row.layer, layerVersionOf(row)]))
  return pageFrom(
    rows,
    input.limit,
    (row) => row.name,
    (row) => ({
      name: row.name,
      latest: byName.get(row.name) ?? null,
      versions: row.versions,
      createdAt: iso(row.created_at),
    }),
  )
})
