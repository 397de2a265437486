import { AlcoveError, type Draft, type Files } from '@alcove/contract'
import { BlobDamaged, BlobMissing, type BlobStore } from '@alcove/storage'
import { eq } from 'drizzle-orm'
import { nameOf } from '../../kernel/actor.ts'
import { queueBuild } from '../builds/queue-build.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { iso } from '../../database/connect.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { drafts } from '../../database/schema/index.ts'
import { requireRoomForCode } from '../../quotas/require-within.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { archiveOf } from '../packages/archive-of.ts'
import { openArchive } from '../packages/archive.ts'
import { contentsIn } from '../packages/contents.ts'
import { filesOf } from '../packages/files-of.ts'
import { filesFromJson } from '../packages/package-files.ts'
import { putTogether } from '../packages/put-together.ts'
import { revisionOf } from '../packages/revision-of.ts'
import { shownIn } from '../packages/shown-files.ts'
import { storeArchive } from '../packages/store-code.ts'

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
  return change(ctx, async (ctx) => {
    const fn = await lockFunction(ctx, input.fn)
    const [draft] = await ctx.db.select().from(drafts).where(eq(drafts.functionId, fn.id))
    requireExpected(input.expected, draft!.codeHash, 'The draft')
    const { configuration, secrets } = draft!
    const { blobs } = ctx.platform
    const archive = 'files' in input ? await putOver(blobs, draft!.codeHash, input) : uploaded!
    await requireRoomForCode(ctx, archive.length - draft!.codeBytes)
    const code = await storeArchive(ctx, archive)
    const opened = await openArchive(archive)
    const buildKey = await queueBuild(ctx, { code: contentsIn(opened), configuration })
    const saved = {
      ...code,
      buildKey,
      revision: revisionOf({ ...code, configuration, secrets }),
      savedAt: new Date(ctx.platform.clock.now()),
      savedBy: nameOf(ctx.actor),
    }
    await ctx.db.update(drafts).set(saved).where(eq(drafts.functionId, fn.id))
    await ctx.change.audit('drafts:put', `function ${input.fn}`, {
      before: { codeHash: draft!.codeHash },
      after: { codeHash: code.codeHash, files: opened.files.size },
    })
    ctx.change.reroute({ functionId: fn.id })
    const { revision, codeHash, savedBy } = saved
    return { ...(await shownIn(opened)), configuration, revision, codeHash, savedAt: iso(saved.savedAt), savedBy }
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
