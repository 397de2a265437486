import type { Draft, Files } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { nameOf } from '../actor.ts'
import { change } from '../change.ts'
import { verb, type SpaceCtx } from '../context.ts'
import { iso } from '../database/connect.ts'
import { requireMatch } from '../database/etag.ts'
import { drafts } from '../database/schema/index.ts'
import { lockFunction } from '../functions/find-function.ts'
import { filesOf } from '../packages/files-of.ts'
import { filesFromJson, filesToJson } from '../packages/package-files.ts'
import { revisionOf } from '../packages/revision-of.ts'
import { storeCode } from '../packages/store-code.ts'

export type PutDraftInput = { fn: string; ifMatch?: string | undefined } & ({ files: Files } | { archive: Uint8Array })

/** Saves the code. With `ifMatch` (the quoted code hash that was read) nobody's work is overwritten unseen. */
export const putDraft = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PutDraftInput }): Promise<Draft> => {
  const files = 'files' in input ? filesFromJson(input.files) : await filesOf(input.archive)
  return change(ctx, async (change) => {
    const { tx, audit, reroute } = change
    const fn = await lockFunction(change, ctx, input.fn)
    const [draft] = await tx.select().from(drafts).where(eq(drafts.functionId, fn.id))
    requireMatch(input.ifMatch, draft!.codeHash, 'The draft')
    const code = await storeCode(tx, ctx.platform.blobs, files)
    const { configuration, secrets } = draft!
    const saved = {
      ...code,
      revision: revisionOf({ ...code, configuration, secrets }),
      savedAt: new Date(ctx.platform.clock.now()),
      savedBy: nameOf(ctx.actor),
    }
    await tx.update(drafts).set(saved).where(eq(drafts.functionId, fn.id))
    await audit('drafts:put', `function ${input.fn}`, { codeHash: code.codeHash, files: files.size })
    reroute({ functionId: fn.id })
    const { codeBytes: _, ...shown } = saved
    return { files: filesToJson(files), configuration, ...shown, savedAt: iso(saved.savedAt) }
  })
})
