import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { readLayerVersion } from './layer-versions.ts'

export const getLayerArchive = verb(
  async ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: { layer: string; version: number }
  }): Promise<Buffer<ArrayBuffer>> => {
    const { code_hash } = await readLayerVersion(ctx, input.layer, input.version)
    return ctx.platform.blobs.get(code_hash)
  },
)
