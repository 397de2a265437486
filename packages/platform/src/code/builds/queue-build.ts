import type { FunctionConfiguration } from '@alcove/contract'
import { eq, sql } from 'drizzle-orm'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { rowsOf } from '../../database/connect.ts'
import { builds, spaces } from '../../database/schema/index.ts'
import { queueJob } from '../../jobs/queue-job.ts'
import { checkLayers } from '../layers/check-layers.ts'
import { openArchive } from '../packages/archive.ts'
import { contentsIn, type Contents } from '../packages/contents.ts'
import { buildNeeded } from './build-needed.ts'
import { BUILD_JOB } from './build-job.ts'
import { queueAgain } from './queue-again.ts'

interface Input {
  code: Contents
  configuration: Pick<FunctionConfiguration, 'runtime' | 'layers'>
}

/**
 * Queues the build that this code needs, unless it already exists. It only writes a row: saving does not wait for the
 * build.
 * @returns the build key for the draft's row; null when nothing needs building
 * @throws {AlcoveError} ValidationFailed when a layer does not exist or is not for this runtime
 */
export async function queueBuild(ctx: Changing<SpaceCtx>, { code, configuration }: Input): Promise<string | null> {
  const layers = await checkLayers(ctx, configuration)
  const { runtime } = configuration
  const { id: spaceId } = ctx.space
  const { egress, requireIsolation } = spaces
  const [space] = await ctx.db.select({ egress, requireIsolation }).from(spaces).where(eq(spaces.id, spaceId))
  const hashes = layers.map(({ codeHash }) => codeHash)
  const needed = await buildNeeded(code, runtime, { ...space!, layers: hashes })
  if (needed === null) return null
  const { kind, key } = needed
  const now = ctx.platform.clock.now()
  const [build] = await ctx.db
    .insert(builds)
    .values({ key, kind, runtime, status: 'queued', queuedAt: new Date(now) })
    // Update the row so that the sweep cannot delete it before the draft's row refers to it.
    .onConflictDoUpdate({ target: builds.key, set: { key: sql`excluded.key` } })
    .returning({ status: builds.status })
  // It may have failed in other spaces because a registry was down: try once for this space too.
  if (build!.status === 'failed' && !(await isOfSpace(ctx, key))) {
    await queueAgain(ctx, { key, spaceId, now })
  } else {
    if (build!.status === 'queued') await queueJob(ctx, { kind: BUILD_JOB, key, spaceId })
    ctx.change.buildChanged(key)
  }
  return key
}

async function isOfSpace(ctx: Changing<SpaceCtx>, key: string): Promise<boolean> {
  const rows = await rowsOf(
    ctx.db,
    sql`
      select from functions f left join drafts d on d.function_id = f.id left join versions v on v.function_id = f.id
      where f.space_id = ${ctx.space.id} and (d.build_key = ${key} or v.build_key = ${key}) limit 1`,
  )
  return rows.length > 0
}

/** Like queueBuild, for stored code whose runtime or layers changed. */
export async function queueBuildOf(
  ctx: Changing<SpaceCtx>,
  { codeHash, configuration }: { codeHash: string; configuration: Input['configuration'] },
): Promise<string | null> {
  const code = contentsIn(await openArchive(await ctx.platform.blobs.get(codeHash)))
  return queueBuild(ctx, { code, configuration })
}
