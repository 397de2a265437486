import { AlcoveError, can } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { layerVersions } from '../../database/schema/index.ts'
import { lockLayer } from './find-layer.ts'
import { layerVersionOf, readLayerVersion } from './layer-versions.ts'

/** Deletes a version. Its number is never used again. */
export const deleteLayerVersion = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { layer: string; version: number } }): Promise<void> => {
    await change(ctx, async (ctx) => {
      const layer = await lockLayer(ctx, input.layer)
      const named = and(eq(layerVersions.layerId, layer.id), eq(layerVersions.number, input.version))
      // A change that is about to use the version holds a shared lock until it commits. After this wait, the check sees
      // its use.
      await ctx.db.select({ number: layerVersions.number }).from(layerVersions).where(named).for('update')
      const version = layerVersionOf(await readLayerVersion(ctx, input.layer, input.version))
      const verdict = can.deleteLayerVersion(version)
      if (!verdict.allowed) throw new AlcoveError('Conflict', verdict.reason)
      await ctx.db.delete(layerVersions).where(named)
      await ctx.change.audit('layers:delete', `layer ${input.layer} v${input.version}`, {
        before: { description: version.description, codeHash: version.codeHash },
        after: null,
      })
    })
  },
)
