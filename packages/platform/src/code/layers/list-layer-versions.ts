import type { LayerVersion, Page, PageQuery } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { BY_NUMBER, decodeCursor, pageFrom } from '../../database/cursor.ts'
import { findLayer } from './find-layer.ts'
import { layerVersionOf, readLayerVersions } from './layer-versions.ts'

/** Newest first. */
export const listLayerVersions = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PageQuery & { layer: string } }): Promise<Page<LayerVersion>> => {
    const before = decodeCursor(input.cursor, BY_NUMBER)
    const { id } = await findLayer(ctx, input.layer)
    const rows = await readLayerVersions(
      ctx,
      sql`l.id = ${id} and ${before === null ? sql`true` : sql`lv.number < ${Number(before)}`}`,
      { order: sql`lv.number desc`, limit: input.limit + 1 },
    )
    return pageFrom(rows, input.limit, (row) => String(row.number), layerVersionOf)
  },
)
