import { AlcoveError, type DraftBuild } from '@alcove/contract'
import { and, eq } from 'drizzle-orm'
import { change } from '../change.ts'
import { verb, type SpaceCtx } from '../context.ts'
import { builds } from '../database/schema/index.ts'
import { lockFunction } from '../functions/find-function.ts'
import { queueJob } from '../jobs/queue-job.ts'
import { buildOf } from './build-of.ts'
import { findBuild } from './find-build.ts'
import { functionsWith } from './functions-with.ts'
import { BUILD_JOB } from './queue-build.ts'

/** Builds again what failed: a registry may have been out of reach. */
export const retryBuild = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<DraftBuild> => {
    return change(ctx, async (change) => {
      const { tx, audit, reroute, buildChanged } = change
      await lockFunction(change, ctx, input.fn)
      const build = await findBuild(ctx, input.fn)
      if (build === null) throw new AlcoveError('Conflict', 'The code needs no build')
      if (build.status === 'succeeded')
        throw new AlcoveError('Conflict', 'The build succeeded: there is nothing to repeat')
      if (build.status === 'failed') {
        const again = {
          status: 'queued' as const,
          queuedAt: new Date(ctx.platform.clock.now()),
          startedAt: null,
          endedAt: null,
          diagnostics: [],
          error: null,
          log: '',
        }
        // Unless a function with the same build has had it repeated meanwhile.
        await tx
          .update(builds)
          .set(again)
          .where(and(eq(builds.key, build.key), eq(builds.status, 'failed')))
        await queueJob(change, { kind: BUILD_JOB, key: build.key })
        await audit('builds:retry', `function ${input.fn}`, { key: build.key })
        buildChanged(build.key)
        for (const functionId of await functionsWith(tx, build.key)) reroute({ functionId })
        return { build: { ...buildOf({ ...build, ...again }), log: '' } }
      }
      return { build: { ...buildOf(build), log: build.log } }
    })
  },
)
