import type { FunctionConfiguration } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import type { Change } from '../change.ts'
import type { SpaceCtx } from '../context.ts'
import { builds } from '../database/schema/index.ts'
import { queueJob } from '../jobs/queue-job.ts'
import { checkLayers } from '../layers/check-layers.ts'
import { openArchive } from '../packages/archive.ts'
import { contentsIn, type Contents } from '../packages/contents.ts'
import { buildNeeded } from './build-needed.ts'

/** The kind of job that does a build; its key is the build's. */
export const BUILD_JOB = 'build'

interface Input {
  code: Contents
  configuration: Pick<FunctionConfiguration, 'runtime' | 'layers'>
}

/**
 * Queues the build that this code needs, unless the same was asked for before. A row and nothing more: whoever saves does
 * not wait.
 * @returns its key for the draft's row; null when nothing needs building
 * @throws {AlcoveError} ValidationFailed when a layer is not there or not for this runtime
 */
export async function queueBuild(
  change: Change,
  ctx: SpaceCtx,
  { code, configuration }: Input,
): Promise<string | null> {
  const layers = await checkLayers(ctx, configuration)
  const { runtime } = configuration
  const needed = await buildNeeded(
    code,
    runtime,
    layers.map(({ codeHash }) => codeHash),
  )
  if (needed === null) return null
  const { kind, key } = needed
  const queuedAt = new Date(ctx.platform.clock.now())
  const [build] = await change.tx
    .insert(builds)
    .values({ key, kind, runtime, status: 'queued', queuedAt })
    // Touched, so that nothing sweeps it before the draft's row refers to it.
    .onConflictDoUpdate({ target: builds.key, set: { key: sql`excluded.key` } })
    .returning({ status: builds.status })
  if (build!.status === 'queued') await queueJob(change, { kind: BUILD_JOB, key })
  change.buildChanged(key)
  return key
}

/** The same for code that is stored already: its runtime or its layers changed. */
export async function queueBuildOf(
  change: Change,
  ctx: SpaceCtx,
  { codeHash, configuration }: { codeHash: string; configuration: Input['configuration'] },
): Promise<string | null> {
  const code = contentsIn(await openArchive(await ctx.platform.blobs.get(codeHash)))
  return queueBuild(change, ctx, { code, configuration })
}
