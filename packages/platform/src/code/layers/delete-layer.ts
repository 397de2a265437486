import { AlcoveError, can, type LayerVersion } from '@alcove/contract'
import { eq, sql } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { rowsOf } from '../../database/connect.ts'
import { layers, layerVersions } from '../../database/schema/index.ts'
import { lockLayer } from './find-layer.ts'
import { usedBy } from './layer-versions.ts'

/** Deletes a layer with all its versions. */
export const deleteLayer = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { layer: string } }): Promise<void> => {
  await change(ctx, async (ctx) => {
    const { id, name } = await lockLayer(ctx, input.layer)
    const held = await ctx.db
      .select({ number: layerVersions.number })
      .from(layerVersions)
      .where(eq(layerVersions.layerId, id))
      .for('update')
    const [row] = await rowsOf<{ used_by: LayerVersion['usedBy'] }>(
      ctx.db,
      sql`select ${usedBy(sql`jsonb_build_array(jsonb_build_object('layer', l.name))`)} as used_by
        from layers l where l.id = ${id}`,
    )
    const verdict = can.deleteLayer({ name, usedBy: row!.used_by })
    if (!verdict.allowed) throw new AlcoveError('Conflict', verdict.reason)
    await ctx.db.delete(layers).where(eq(layers.id, id))
    await ctx.change.audit('layers:delete', `layer ${name}`, {
      before: { versions: held.map(({ number }) => number) },
      after: null,
    })
  })
})
