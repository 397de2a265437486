import type { LayerVersion } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { layerVersionOf, readLayerVersion } from './layer-versions.ts'

export const getLayerVersion = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { layer: string; version: number } }): Promise<LayerVersion> =>
    layerVersionOf(await readLayerVersion(ctx, input.layer, input.version)),
)
