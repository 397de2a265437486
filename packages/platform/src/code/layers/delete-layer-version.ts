import { AlcoveError, can } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { layerVersions } from '../../database/schema/index.ts'
import { lockLayer } from './find-layer.ts'
import { layerVersionOf, readLayerVersion } from './layer-versions.ts'

/** Its number is not given out again. */
export const deleteLayerVersion = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { layer: string; version: number } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const layer = await lockLayer(ctx, input.layer)
      const named = and(eq(layerVersions.layerId, layer.id), eq(layerVersions.number, input.version))
      // Whoever is just about to use it holds it shared until that is committed: then it counts as used below.
      await ctx.db.select({ number: layerVersions.number }).from(layerVersions).where(named).for('update')
      const version = layerVersionOf(await readLayerVersion(ctx, input.layer, input.version))
      const verdict = can.deleteLayerVersion(version)
      if (!verdict.allowed) throw new AlcoveError('Conflict', verdict.reason)
      await ctx.db.delete(layerVersions).where(named)
      await ctx.change.audit('layers:delete', `layer ${input.layer} v${input.version}`)
    })
  },
)
