import { AlcoveError, type DraftBuild } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { drafts } from '../../database/schema/index.ts'
import { findDraft } from '../drafts/get-draft.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { requireRoom } from '../../kernel/require-room.ts'
import { buildOf } from './build-of.ts'
import { findBuild } from './find-build.ts'
import { queueAgain } from './queue-again.ts'
import { queueBuildOf } from './queue-build.ts'

/**
 * Builds again after a failure (a registry may have been down) or when the output is damaged. If the settings of the
 * space have changed since, this is a build with another key.
 */
export const retryBuild = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<DraftBuild> => {
    requireRoom(ctx.platform)
    return change(ctx, async (ctx) => {
      const { id } = await lockFunction(ctx, input.fn)
      const build = await findBuild(ctx, input.fn)
      if (build === null) throw new AlcoveError('Conflict', 'The code needs no build')
      const { blobs } = ctx.platform
      const lost = build.outputHash !== null && (await blobs.check(build.outputHash)) !== 'whole'
      if (build.status === 'succeeded' && !lost)
        throw new AlcoveError('Conflict', 'The build succeeded: there is nothing to repeat')
      if (build.status === 'failed' || lost) {
        const buildKey = await queueBuildOf(ctx, await findDraft(ctx, input.fn))
        if (buildKey === build.key) {
          await queueAgain(ctx, { key: build.key, spaceId: ctx.space.id, now: ctx.platform.clock.now() })
        } else await ctx.db.update(drafts).set({ buildKey }).where(eq(drafts.functionId, id))
        ctx.change.reroute({ functionId: id })
        await ctx.change.audit('builds:retry', `function ${input.fn}`, { key: buildKey })
      }
      const now = await findBuild(ctx, input.fn)
      return { build: now && { ...buildOf(now), log: now.log } }
    })
  },
)
