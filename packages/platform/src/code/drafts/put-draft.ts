import { AlcoveError, type Draft, type Files } from '@alcove/contract'
import { BlobDamaged, BlobMissing, type BlobStore } from '@alcove/storage'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import type { Expected } from '../../kernel/require-expected.ts'
import { archiveOf } from '../packages/archive-of.ts'
import { filesOf } from '../packages/files-of.ts'
import { filesFromJson } from '../packages/package-files.ts'
import { putTogether } from '../packages/put-together.ts'
import { writeDraft } from './write-draft.ts'

interface EditedFiles {
  files: Files
  keep?: string[] | undefined
}

export type PutDraftInput = { fn: string; expected?: Expected | undefined } & (EditedFiles | { archive: Uint8Array })

/**
 * Saves the code. `expected` is the code hash that the author read: it keeps one author from overwriting another. A
 * build that the code needs is queued; saving does not wait for it.
 */
export const putDraft = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PutDraftInput }): Promise<Draft> => {
  const uploaded = 'archive' in input ? await archiveOf(await filesOf(input.archive)) : null
  const { blobs } = ctx.platform
  return writeDraft(ctx, {
    ...input,
    action: 'drafts:put',
    code: async (_, { codeHash }) => ({
      archive: 'files' in input ? await putOver(blobs, codeHash, input) : uploaded!,
      restored: null,
    }),
  })
})

/** When the stored package is damaged, the files that were sent are the whole package: nothing else of it is left. */
async function putOver(blobs: BlobStore, codeHash: string, { files, keep }: EditedFiles): Promise<Buffer> {
  const before = await blobs.get(codeHash).catch((error: unknown) => {
    if (error instanceof BlobDamaged || error instanceof BlobMissing) return null
    throw error
  })
  if (before !== null) return putTogether(before, files, keep)
  if (keep === undefined || keep.length === 0) return archiveOf(filesFromJson(files))
  throw new AlcoveError(
    'PackageDamaged',
    'The stored package is damaged, and no file of it can be kept: send all files',
  )
}
