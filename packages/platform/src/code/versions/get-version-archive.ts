import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { readVersion } from './version-of.ts'

export const getVersionArchive = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; version: number } }): Promise<Buffer<ArrayBuffer>> => {
    const fn = await findFunction(ctx, input.fn)
    const { code_hash } = await readVersion(ctx, fn.id, input.version)
    return ctx.platform.blobs.get(code_hash)
  },
)
