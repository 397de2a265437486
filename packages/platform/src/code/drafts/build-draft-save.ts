import type { RevisionBuild } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { requireRoom } from '../../kernel/require-room.ts'
import { builds, draftSaves } from '../../database/schema/index.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { queueBuildOf } from '../builds/queue-build.ts'
import { findDraft } from './get-draft.ts'
import { findSave } from './get-draft-save.ts'

/** The code of a state of the history, with the build that it needs under the draft's configuration. */
export interface BuiltSave {
  codeHash: string
  /** Queued when it was never made. */
  build: RevisionBuild | null
}

/** Makes a state of the history ready to run. The draft stays as it is. */
export const buildDraftSave = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; save: string } }): Promise<BuiltSave> => {
    requireRoom(ctx.platform)
    return change(ctx, async (ctx) => {
      const { id: functionId } = await lockFunction(ctx, input.fn)
      const { codeHash, buildKey: before } = await findSave(ctx, functionId, input.save)
      const { configuration } = await findDraft(ctx, input.fn)
      const key = await queueBuildOf(ctx, { codeHash, configuration })
      if (key !== before) {
        const save = and(eq(draftSaves.functionId, functionId), eq(draftSaves.id, input.save))
        await ctx.db.update(draftSaves).set({ buildKey: key }).where(save)
      }
      if (key === null) return { codeHash, build: null }
      const [build] = await ctx.db
        .select({ output: builds.outputHash, error: builds.error })
        .from(builds)
        .where(eq(builds.key, key))
      return { codeHash, build: { key, ...build! } }
    })
  },
)
