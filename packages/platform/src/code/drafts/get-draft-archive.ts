import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findDraft } from './get-draft.ts'

export const getDraftArchive = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<Buffer<ArrayBuffer>> => {
    const { codeHash } = await findDraft(ctx, input.fn)
    return ctx.platform.blobs.get(codeHash)
  },
)
