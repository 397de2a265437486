import type { PutVersionRetention, VersionRetention, VersionRetentionQuery } from '@alcove/contract'
import { and, desc, eq, inArray } from 'drizzle-orm'
import { iso } from '../../database/connect.ts'
import { functions, versions } from '../../database/schema/index.ts'
import { changed } from '../../kernel/audit/changed.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type SpaceCtx } from '../../kernel/context.ts'
import { findFunction, lockFunction } from '../../spaces/find-function.ts'
import { versionUses } from './version-uses.ts'

type Fn = Pick<typeof functions.$inferSelect, 'id' | 'name' | 'keepVersions'>

/** How many versions a function keeps, and what becomes of the others. */
export const getVersionRetention = verb(
  async ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: VersionRetentionQuery & { fn: string }
  }): Promise<VersionRetention> => {
    const fn = await findFunction(ctx, input.fn)
    const keep = input.keep ?? fn.keepVersions
    return { keep: fn.keepVersions, older: keep === null ? [] : await olderThan(ctx, fn, keep) }
  },
)

/** Sets it, and removes at once what it does not keep. */
export const putVersionRetention = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutVersionRetention & { fn: string } }): Promise<VersionRetention> =>
    change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, input.fn)
      const { keep } = input
      await ctx.db.update(functions).set({ keepVersions: keep }).where(eq(functions.id, fn.id))
      await ctx.change.audit(
        'versions:retention',
        `function ${fn.name}`,
        changed({ keepVersions: fn.keepVersions }, { keepVersions: keep }),
      )
      const set = { ...fn, keepVersions: keep }
      await removeOldVersions(ctx, set)
      return { keep, older: keep === null ? [] : await olderThan(ctx, set, keep) }
    }),
)

/** The caller has locked the function. What is in use stays, however old it is. */
export async function removeOldVersions(ctx: Changing<SpaceCtx>, fn: Fn): Promise<void> {
  if (fn.keepVersions === null) return
  const gone = (await olderThan(ctx, fn, fn.keepVersions))
    .filter(({ keptBy }) => keptBy.length === 0)
    .map(({ version }) => version)
  if (gone.length === 0) return
  await ctx.db.delete(versions).where(and(eq(versions.functionId, fn.id), inArray(versions.number, gone)))
  await ctx.change.audit('versions:expire', `function ${fn.name}`, { before: { versions: gone }, after: null })
  ctx.change.reroute({ functionId: fn.id })
}

async function olderThan(ctx: SpaceCtx, fn: Fn, keep: number): Promise<VersionRetention['older']> {
  const rows = await ctx.db
    .select({ version: versions.number, publishedAt: versions.publishedAt })
    .from(versions)
    .where(eq(versions.functionId, fn.id))
    .orderBy(desc(versions.number))
    .offset(keep)
  if (rows.length === 0) return []
  const uses = await versionUses(ctx, fn)
  return rows.map(({ version, publishedAt }) => ({
    version,
    publishedAt: iso(publishedAt),
    keptBy: uses.get(version) ?? [],
  }))
}
