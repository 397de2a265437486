import type { CreateLayerVersion, LayerVersion } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { newId } from '../../database/ids.ts'
import { layers, layerVersions } from '../../database/schema/index.ts'
import { requireRoomForCode } from '../../usage/quotas/require-within.ts'
import { archiveOf } from '../packages/archive-of.ts'
import { filesOf } from '../packages/files-of.ts'
import { storeArchive } from '../packages/store-code.ts'
import { lockLayer } from './find-layer.ts'
import { layerVersionOf, readLayerVersion } from './layer-versions.ts'

export type CreateLayerVersionInput = CreateLayerVersion & { layer: string; archive: Uint8Array }

/** Creates the next version of a layer, and the layer itself if it does not exist. */
export const createLayerVersion = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: CreateLayerVersionInput }): Promise<LayerVersion> => {
    const { layer: name, description, compatibleRuntimes = [] } = input
    const files = await filesOf(input.archive)
    const archive = await archiveOf(files)
    return change(ctx, async (ctx) => {
      const { clock } = ctx.platform
      await ctx.db
        .insert(layers)
        .values({ id: newId(clock.now()), spaceId: ctx.space.id, name })
        .onConflictDoNothing()
      const layer = await lockLayer(ctx, name)
      const number = layer.lastVersion + 1
      await requireRoomForCode(ctx, archive.length)
      const { codeHash, codeBytes } = await storeArchive(ctx, archive)
      await ctx.db.update(layers).set({ lastVersion: number }).where(eq(layers.id, layer.id))
      await ctx.db.insert(layerVersions).values({
        layerId: layer.id,
        number,
        description,
        compatibleRuntimes: [...new Set(compatibleRuntimes)],
        codeHash,
        bytes: codeBytes,
        createdAt: new Date(clock.now()),
        createdBy: nameOf(ctx.actor),
      })
      await ctx.change.audit('layers:create', `layer ${name} v${number}`, {
        before: null,
        after: { description, compatibleRuntimes, codeHash, files: files.size },
      })
      return layerVersionOf(await readLayerVersion(ctx, name, number))
    })
  },
)
