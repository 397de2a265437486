import type { Draft } from '@alcove/contract'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import type { Expected } from '../../kernel/require-expected.ts'
import { findSave } from './get-draft-save.ts'
import { writeDraft } from './write-draft.ts'

/** Makes a state of the history the draft's code. What it replaces becomes the newest state of the history. */
export const restoreDraft = verb(
  ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: { fn: string; save: string; expected?: Expected | undefined }
  }): Promise<Draft> =>
    writeDraft(ctx, {
      ...input,
      action: 'drafts:restore',
      async code(ctx, { functionId }) {
        const { codeHash, savedAt } = await findSave(ctx, functionId, input.save)
        return { archive: await ctx.platform.blobs.get(codeHash), restored: savedAt }
      },
    }),
)
