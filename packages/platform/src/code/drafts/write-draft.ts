import type { Draft } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { drafts, draftSaves } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { requireRoomForCode } from '../../usage/quotas/require-within.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { queueBuild } from '../builds/queue-build.ts'
import { openArchive } from '../packages/archive.ts'
import { contentsIn } from '../packages/contents.ts'
import { revisionOf } from '../packages/revision-of.ts'
import { shownIn } from '../packages/shown-files.ts'
import { storeArchive } from '../packages/store-code.ts'
import { changedFiles } from './changed-files.ts'

interface WriteDraft {
  fn: string
  expected?: Expected | undefined
  action: 'drafts:put' | 'drafts:restore'
  /** The new code, made while the function is locked. `restored`: when the state was saved that it restores. */
  code(ctx: Changing<SpaceCtx>, draft: DraftRow): Promise<{ archive: Uint8Array; restored: Date | null }>
}
type DraftRow = typeof drafts.$inferSelect

/** Replaces the draft's code. The history keeps what it replaces, unless it is the same. */
export const writeDraft = (ctx: SpaceCtx, { fn: name, expected, action, code }: WriteDraft): Promise<Draft> =>
  change(ctx, async (ctx) => {
    const fn = await lockFunction(ctx, name)
    const [found] = await ctx.db.select().from(drafts).where(eq(drafts.functionId, fn.id))
    const draft = found!
    requireExpected(expected, draft.codeHash, 'The draft')
    const { configuration, secrets } = draft
    const { archive, restored } = await code(ctx, draft)
    await requireRoomForCode(ctx, archive.length - draft.codeBytes)
    const stored = await storeArchive(ctx, archive)
    const opened = await openArchive(archive)
    const same = stored.codeHash === draft.codeHash
    const buildKey = await queueBuild(ctx, { code: contentsIn(opened), configuration })
    const saved = {
      ...stored,
      buildKey,
      revision: revisionOf({ ...stored, configuration, secrets }),
      savedAt: new Date(ctx.platform.clock.now()),
      savedBy: nameOf(ctx.actor),
      change: same ? draft.change : await changedFiles(ctx.platform.blobs, draft.codeHash, opened, restored),
    }
    if (!same) {
      const { functionId, codeHash, codeBytes, savedAt, savedBy, change } = draft
      const id = newId(saved.savedAt.getTime())
      await ctx.db.insert(draftSaves).values({ id, functionId, codeHash, codeBytes, savedAt, savedBy, change })
    }
    await ctx.db.update(drafts).set(saved).where(eq(drafts.functionId, fn.id))
    await ctx.change.audit(action, `function ${name}`, {
      before: { codeHash: draft.codeHash },
      after: { codeHash: stored.codeHash, files: opened.files.size },
    })
    ctx.change.reroute({ functionId: fn.id })
    const { revision, codeHash, savedBy } = saved
    return { ...(await shownIn(opened)), configuration, revision, codeHash, savedAt: iso(saved.savedAt), savedBy }
  })
