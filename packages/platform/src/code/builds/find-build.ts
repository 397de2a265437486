import { eq } from 'drizzle-orm'
import type { SpaceCtx } from '../../kernel/context.ts'
import { builds } from '../../database/schema/index.ts'
import { findDraft } from '../drafts/get-draft.ts'

/** The build of the saved draft; null when its code needs none. */
export async function findBuild(ctx: SpaceCtx, fn: string) {
  const { buildKey } = await findDraft(ctx, fn)
  if (buildKey === null) return null
  const [build] = await ctx.db.select().from(builds).where(eq(builds.key, buildKey))
  return build!
}
